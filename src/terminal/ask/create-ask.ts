import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { type Ask, Back, type Choice, Left, type Question } from '../../wizard/ports.ts';
import { displayWidth, truncate, wrap } from '../layout.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';
import { finish, paint, type Screen } from '../screen.ts';
import { listPrompt } from './list-prompt.ts';
import { manyPrompt } from './many-prompt.ts';
import type { Frame, Reply, Row } from './reply.ts';
import { textPrompt } from './text-prompt.ts';
import { yesNoPrompt } from './yes-no-prompt.ts';

/** Where a person is asked. */
export interface AskSettings {
  readonly screen: Screen;
  readonly input: NodeJS.ReadStream;
  /** Shown at the top of each question, such as `first deployment`. */
  readonly title: string;
}

/** Milliseconds after which a lone Esc is taken for the key rather than for the start of a sequence. */
const escapeMs = 40;

/** Asks in a terminal, with the one family of prompts that knows Esc, `?` and Tab. */
export function createAsk(settings: AskSettings): Ask {
  const { screen, input } = settings;
  makeEscapeQuick(input);
  const context = { input, output: screen.stream, clearPromptOnDone: true };
  const answered = answeredLines(screen);
  const frame = (question: Question): Frame => ({
    title: settings.title,
    message: question.message,
    why: question.why,
    explain: question.explain,
    progress: question.progress,
    screen,
  });
  const settle = async <T>(
    question: Question,
    asked: Promise<Reply<T>>,
    say: (value: T) => string,
  ): Promise<T> => {
    const reply = await asked.catch((reason: unknown): Reply<T> => {
      // Ctrl-C reaches the prompt library before our own keys do.
      if (reason instanceof Error && reason.name === 'ExitPromptError') return { reply: 'left' };
      throw reason;
    });
    if (reply.reply === 'left') throw new Left();
    if (reply.reply === 'back') {
      answered.takeBack();
      throw new Back();
    }
    answered.add(question.label ?? question.message.replace(/\?$/, ''), say(reply.value));
    return reply.value;
  };
  return {
    async choose(question) {
      const position = await settle(
        question,
        listPrompt(
          {
            ...frame(question),
            rows: rowsOf(question.choices),
            default: positionOf(question.choices, question.default),
          },
          context,
        ),
        (index) => question.choices[index]?.name ?? '',
      );
      return chosen(question.choices, position);
    },
    async chooseMany(question) {
      const positions = await settle(
        question,
        manyPrompt(
          {
            ...frame(question),
            rows: rowsOf(question.choices),
            default: (question.default ?? [])
              .map((value) => positionOf(question.choices, value))
              .filter((index) => index >= 0),
            minimum: question.minimum ?? 0,
          },
          context,
        ),
        (indexes) => indexes.map((index) => question.choices[index]?.name ?? '').join(', ') || 'none',
      );
      return positions.map((position) => chosen(question.choices, position));
    },
    text: (question) =>
      settle(
        question,
        textPrompt({ ...frame(question), default: question.default ?? '', check: question.check }, context),
        (value) => value || 'none',
      ),
    confirm: (question) =>
      settle(question, yesNoPrompt({ ...frame(question), default: question.default }, context), (value) =>
        value ? 'yes' : 'no',
      ),
    show(text) {
      answered.forget();
      screen.write(finish(narrowed(sanitise(text), screen.columns - 1), screen));
    },
  };
}

/** Lines that fit stay as they are, columns and all; only longer ones are wrapped, further lines indented. */
function narrowed(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    if (displayWidth(line) <= width) return [line];
    const indent = line.length - line.trimStart().length;
    return wrap(line, width - indent - 2).map(
      (part, index) => ' '.repeat(index === 0 ? indent : indent + 2) + part,
    );
  });
}

function rowsOf<T>(choices: readonly Choice<T>[]): Row[] {
  return choices.map((choice) => ({
    name: choice.name,
    hint: choice.hint,
    disabled: choice.disabled,
    searched: [choice.name, choice.hint ?? '', typeof choice.value === 'string' ? choice.value : '']
      .join('\n')
      .toLowerCase(),
  }));
}

function positionOf<T>(choices: readonly Choice<T>[], value: T | undefined): number {
  return value === undefined ? -1 : choices.findIndex((choice) => choice.value === value);
}

function chosen<T>(choices: readonly Choice<T>[], position: number): T {
  const choice = choices[position];
  if (choice === undefined) throw new RangeError(`there is no choice ${position}`);
  return choice.value;
}

/** The lines of answered questions above the current one: going back takes the last one away again. */
function answeredLines(screen: Screen): {
  add(label: string, value: string): void;
  takeBack(): void;
  forget(): void;
} {
  let count = 0;
  return {
    add(label, value) {
      const name = truncate(sanitiseLine(label), Math.floor(screen.columns * 0.6));
      const shown = truncate(sanitiseLine(value), screen.columns - displayWidth(name) - 7);
      screen.write(finish([`  ${paint(screen).green('✓')} ${name}  ${paint(screen).cyan(shown)}`], screen));
      count += 1;
    },
    takeBack() {
      if (count === 0 || !screen.live) return;
      count -= 1;
      // One line up, and everything from there erased.
      screen.write('\u001B[1A\u001B[0J');
    },
    forget() {
      count = 0;
    },
  };
}

/**
 * Readline decides once for a stream how long it waits after Esc, and waits half a second unless the first
 * interface on it says otherwise. So the first one is ours, and closed again at once.
 */
function makeEscapeQuick(input: NodeJS.ReadStream): void {
  if (!input.isTTY) return;
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  createInterface({ input, output, terminal: true, escapeCodeTimeout: escapeMs }).close();
}
