import type { Ask, Question, Verdict } from './ports.ts';

/** What stands for an answer that may be left out: typed, and shown as the default. */
const none = 'none';

/** Asks for a text that may be left out. Undefined for `none`. */
export async function optionalText(
  ask: Ask,
  question: Question & {
    readonly default: string | undefined;
    readonly check: (answer: string) => Verdict | Promise<Verdict>;
  },
): Promise<string | undefined> {
  const typed = await ask.text({
    ...question,
    default: question.default || none,
    check: (answer) => (answer === none ? { ok: true } : question.check(answer)),
  });
  return typed === none ? undefined : typed;
}
