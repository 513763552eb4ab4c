import { createPrompt, useEffect, useKeypress, useRef, useState } from '@inquirer/core';
import type { Verdict } from '../../wizard/ports.ts';
import { labelled } from '../layout.ts';
import { sanitiseLine } from '../sanitise.ts';
import { paint } from '../screen.ts';
import { assemble, footerLines, frameWidth, topLines } from './frame.ts';
import { meaningOf } from './keys.ts';
import type { Frame, Reply } from './reply.ts';

interface TextConfig extends Frame {
  readonly default: string;
  readonly check: (answer: string) => Verdict | Promise<Verdict>;
}

/**
 * A text, checked while it is typed. A refused one never leaves the question; Tab takes the suggestion, or
 * brings the default into the field for editing.
 */
export const textPrompt = createPrompt<Reply<string>, TextConfig>((config, done) => {
  const [value, setValue] = useState('');
  const [explained, setExplained] = useState(false);
  const [verdict, setVerdict] = useState<Verdict | undefined>(undefined);
  const [closed, setClosed] = useState(false);
  // A slow check must not overwrite the verdict on what was typed after it.
  const latest = useRef(0);

  // Pasted text often carries blanks around it.
  const answerOf = (text: string): string => text.trim() || config.default;
  const judge = (text: string): Promise<Verdict> => {
    latest.current += 1;
    const turn = latest.current;
    return Promise.resolve(config.check(answerOf(text))).then((result) => {
      if (turn === latest.current) setVerdict(result);
      return result;
    });
  };
  const end = (reply: Reply<string>): void => {
    setClosed(true);
    done(reply);
  };

  useEffect(() => {
    // An empty field without a default has nothing to judge yet.
    if (answerOf(value) === '') {
      latest.current += 1;
      setVerdict(undefined);
    } else void judge(value).catch(() => undefined);
  }, [value]);

  useKeypress(async (key, rl) => {
    if (closed) return;
    const put = (text: string): void => {
      rl.clearLine(0);
      rl.write(text);
      setValue(text);
    };
    switch (meaningOf(key, rl.line)) {
      case 'back':
        return end({ reply: 'back' });
      case 'leave':
        return end({ reply: 'left' });
      case 'explain':
        put(key.name === 'f1' ? value : '');
        return setExplained(!explained);
      case 'take': {
        const suggestion = verdict?.ok === false ? verdict.suggestion : undefined;
        return put(suggestion ?? (value || config.default));
      }
      case 'accept': {
        // Readline has emptied its line by now; it comes back before anything is awaited.
        rl.write(value);
        const result = await judge(value);
        return result.ok ? end({ reply: 'answer', value: answerOf(value) }) : undefined;
      }
      default:
        return setValue(rl.line);
    }
  });

  if (closed) return '';
  const colours = paint(config.screen);
  const takesDefault = value === '' && config.default !== '';
  return assemble(config, {
    top: topLines(config, explained),
    field: `${colours.cyan('>')} ${value}`,
    bottom: [
      ...(takesDefault
        ? labelled('  Enter takes ', sanitiseLine(config.default), frameWidth(config)).map(colours.dim)
        : []),
      ...verdictLines(config, verdict),
      ...footerLines(config, ['Enter accept']),
    ],
  });
});

function verdictLines(config: TextConfig, verdict: Verdict | undefined): string[] {
  if (verdict === undefined) return [];
  const colours = paint(config.screen);
  const width = frameWidth(config);
  if (verdict.ok) {
    return verdict.note === undefined
      ? []
      : labelled('  ✓ ', sanitiseLine(verdict.note), width).map((line) => colours.green(line));
  }
  const suggestion =
    verdict.suggestion === undefined
      ? []
      : labelled('  Suggestion: ', `${sanitiseLine(verdict.suggestion)}   [Tab] take it`, width);
  return [
    ...labelled('  ✗ ', sanitiseLine(verdict.reason), width).map((line) => colours.red(line)),
    ...suggestion,
  ];
}
