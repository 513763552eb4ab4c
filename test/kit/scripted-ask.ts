import { type Ask, Back, type Choice, Left, type Question } from '../../src/wizard/ports.ts';

/** What a scripted person does at a question: an answer, or going back or leaving. */
export type Act = { readonly answer: unknown } | 'back' | 'leave' | 'default';

/** One question as it was asked. */
export interface Asked {
  readonly id: string;
  readonly question: Question;
  /** The answer that Enter would have given. */
  readonly offered: unknown;
  readonly choices: readonly Choice<unknown>[];
}

/** An Ask that follows a script and remembers what it was asked. */
export interface ScriptedAsk extends Ask {
  readonly asked: Asked[];
  readonly shown: string[];
}

/** Answers by question id. */
export type Script = Readonly<Record<string, unknown>>;

/**
 * Answers by id from the script, else with the default. `act` may decide otherwise; it gets the number of times
 * that the question has been asked before. Throws where a person could not have given that answer.
 */
export function createScriptedAsk(
  script: Script = {},
  act: (asked: Asked, before: number) => Act | undefined = () => undefined,
): ScriptedAsk {
  const asked: Asked[] = [];
  const shown: string[] = [];
  const decide = (question: Question, offered: unknown, choices: readonly Choice<unknown>[]): unknown => {
    const entry = { id: question.id, question, offered, choices };
    const before = asked.filter(({ id }) => id === question.id).length;
    asked.push(entry);
    const decision = act(entry, before);
    if (decision === 'back') throw new Back();
    if (decision === 'leave') throw new Left();
    if (decision === 'default') return offered;
    if (decision !== undefined) return decision.answer;
    return question.id in script ? script[question.id] : offered;
  };
  return {
    asked,
    shown,
    async choose(question) {
      const enabled = question.choices.filter((choice) => choice.disabled === undefined);
      const value = decide(question, question.default ?? enabled[0]?.value, question.choices);
      return enabledValue(question, enabled, value);
    },
    async chooseMany(question) {
      const enabled = question.choices.filter((choice) => choice.disabled === undefined);
      const values = decide(question, question.default ?? [], question.choices);
      if (!Array.isArray(values) || values.length < (question.minimum ?? 0)) {
        throw new Error(`${question.id}: ${JSON.stringify(values)} is not enough`);
      }
      return values.map((value: unknown) => enabledValue(question, enabled, value));
    },
    async text(question) {
      const value = decide(question, question.default ?? '', []);
      if (typeof value !== 'string') throw new Error(`${question.id}: not a text`);
      const verdict = await question.check(value);
      if (!verdict.ok) throw new Error(`${question.id}: "${value}" is refused: ${verdict.reason}`);
      return value;
    },
    async confirm(question) {
      return Boolean(decide(question, question.default, []));
    },
    show: (text) => {
      shown.push(text);
    },
  };
}

function enabledValue<T>(question: Question, choices: readonly Choice<T>[], value: unknown): T {
  const choice = choices.find((each) => each.value === value);
  if (choice === undefined) throw new Error(`${question.id}: ${JSON.stringify(value)} can't be taken`);
  return choice.value;
}
