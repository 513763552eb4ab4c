import { type Ask, Back, type Choice, Left, type Question } from '../../wizard/ports.ts';
import { wrap } from '../layout.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';
import { finish, type Screen } from '../screen.ts';
import { lineReader } from './line-reader.ts';
import { matching } from './rows.ts';

/** Lists longer than this are narrowed by typing a part of the name instead of being read out in full. */
const readOutAtMost = 20;

/**
 * Asks with static text only: numbered lists, one line typed for each answer, nothing redrawn, no sign that
 * stands for a meaning alone. For screen readers and for terminals that can't move their cursor.
 */
export function createAccessibleAsk(settings: {
  readonly screen: Screen;
  readonly input: NodeJS.ReadableStream;
}): Ask {
  const { screen } = settings;
  const say = (text: string): void => screen.write(finish(wrap(sanitise(text), screen.columns - 1), screen));

  /** Asks until `answer` accepts what was typed; the four commands work at every question. */
  const converse = async <T>(
    question: Question,
    intro: readonly string[],
    answer: (typed: string) => Promise<{ readonly value: T } | { readonly say: string }>,
  ): Promise<T> => {
    say('');
    if (question.progress) say(question.progress);
    for (const line of [question.message, question.why, ...intro]) say(line);
    say('Type ? to hear more, < to go back, ! to save and quit.');
    const reader = lineReader(settings.input);
    try {
      for (;;) {
        screen.write('> ');
        const typed = await reader.next();
        if (typed === undefined || typed === '!') throw new Left();
        if (typed === '<') throw new Back();
        if (typed === '?') say(question.explain);
        else {
          const result = await answer(typed);
          if ('value' in result) return result.value;
          say(result.say);
        }
      }
    } finally {
      reader.close();
    }
  };

  return {
    choose: (question) => {
      const standard = question.choices.findIndex((choice) => choice.value === question.default);
      return converse(
        question,
        [
          ...readOut(question.choices, [standard]),
          `Type a number or a part of a name.${standard >= 0 ? ` Enter takes ${standard + 1}.` : ''}`,
        ],
        async (typed) => {
          const [position, ...others] = positionsFor(question.choices, typed, standard);
          if (position === undefined) return { say: 'No match. Type a number of the list.' };
          if (others.length > 0)
            return { say: readOut(question.choices, [], [position, ...others]).join('\n') };
          return take(question.choices, position);
        },
      );
    },
    chooseMany: (question) => {
      const standard = (question.default ?? []).map((value) =>
        question.choices.findIndex((choice) => choice.value === value),
      );
      const spoken =
        standard.length > 0 ? `Enter takes ${standard.map((index) => index + 1).join(', ')}.` : '';
      return converse(
        question,
        [...readOut(question.choices, standard), `Type numbers, separated by commas, or none. ${spoken}`],
        async (typed) => takeMany(question.choices, typed, standard, question.minimum ?? 0),
      );
    },
    text: (question) =>
      converse(question, question.default ? [`Enter takes ${question.default}`] : [], async (typed) => {
        const text = typed || (question.default ?? '');
        const verdict = await question.check(text);
        if (verdict.ok) return { value: text };
        const suggestion = verdict.suggestion ? ` Suggestion: ${verdict.suggestion}` : '';
        return { say: `Not accepted: ${verdict.reason}.${suggestion}` };
      }),
    confirm: (question) =>
      converse(
        question,
        [`Type yes or no. Enter takes ${question.default ? 'yes' : 'no'}.`],
        async (typed) => {
          if (typed === '') return { value: question.default };
          if (/^(y|yes|n|no)$/i.test(typed)) return { value: /^y/i.test(typed) };
          return { say: 'Type yes or no.' };
        },
      ),
    show: (text) => screen.write(finish(sanitise(text).split('\n'), screen)),
  };
}

type Taken<T> = { readonly value: T } | { readonly say: string };

function take<T>(choices: readonly Choice<T>[], position: number): Taken<T> {
  const choice = choices[position];
  if (choice === undefined) return { say: `There is no number ${position + 1}.` };
  if (choice.disabled !== undefined) return { say: `${choice.name} is not available: ${choice.disabled}` };
  return { value: choice.value };
}

function takeMany<T>(
  choices: readonly Choice<T>[],
  typed: string,
  standard: readonly number[],
  minimum: number,
): Taken<T[]> {
  const wanted = typed.split(',').map((part) => part.trim());
  const positions =
    typed === '' ? standard : /^none$/i.test(typed) ? [] : wanted.map((part) => Number(part) - 1);
  const taken = positions.map((position) =>
    Number.isInteger(position) ? take(choices, position) : { say: 'Type numbers of the list.' },
  );
  const refused = taken.find((result) => 'say' in result);
  if (refused) return refused;
  if (taken.length < minimum) return { say: `Choose at least ${minimum}.` };
  return { value: taken.flatMap((result) => ('value' in result ? [result.value] : [])) };
}

/** Positions a typed text means: the default for nothing, a number, else every name that holds it. */
function positionsFor<T>(choices: readonly Choice<T>[], typed: string, standard: number): number[] {
  if (typed === '') return standard >= 0 ? [standard] : [];
  if (/^\d{1,4}$/.test(typed)) return [Number(typed) - 1];
  const rows = choices.map(({ name, value }) => ({
    name,
    searched: `${name}\n${typeof value === 'string' ? value : ''}`.toLowerCase(),
  }));
  return matching(rows, typed);
}

function readOut<T>(
  choices: readonly Choice<T>[],
  standard: readonly number[],
  only?: readonly number[],
): string[] {
  const positions = only ?? choices.map((_, index) => index);
  const lines = positions.slice(0, readOutAtMost).flatMap((position) => {
    const choice = choices[position];
    if (choice === undefined) return [];
    const notes = [
      ...(choice.hint ? [choice.hint] : []),
      ...(standard.includes(position) ? ['the default'] : []),
      ...(choice.disabled === undefined ? [] : [`not available: ${choice.disabled}`]),
    ];
    return [sanitiseLine([`${position + 1}. ${choice.name}`, ...notes].join(', '))];
  });
  const rest = positions.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more: type a part of the name`] : lines;
}
