import { createPrompt, useKeypress, useState } from '@inquirer/core';
import { paint } from '../screen.ts';
import { assemble, footerLines, topLines } from './frame.ts';
import { meaningOf } from './keys.ts';
import type { Frame, Reply } from './reply.ts';

interface YesNoConfig extends Frame {
  readonly default: boolean;
}

/** Yes or no: `y`, `n`, or Enter for the default. */
export const yesNoPrompt = createPrompt<Reply<boolean>, YesNoConfig>((config, done) => {
  const [value, setValue] = useState('');
  const [explained, setExplained] = useState(false);
  const [closed, setClosed] = useState(false);
  const end = (reply: Reply<boolean>): void => {
    setClosed(true);
    done(reply);
  };

  useKeypress((key, rl) => {
    if (closed) return;
    const restore = (text: string): void => {
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
        restore('');
        return setExplained(!explained);
      case 'accept':
        return end({ reply: 'answer', value: value === '' ? config.default : /^y/i.test(value) });
      default: {
        // Anything but a yes or a no never gets into the field.
        const typed = /^(y|ye|yes|n|no)$/i.test(rl.line) || rl.line === '' ? rl.line : value;
        return restore(typed);
      }
    }
  });

  if (closed) return '';
  const choice = config.default ? '(Y/n)' : '(y/N)';
  const colours = paint(config.screen);
  return assemble(config, {
    top: topLines(config, explained),
    field: `${colours.cyan('>')} ${colours.dim(choice)} ${value}`,
    bottom: footerLines(config, ['y yes', 'n no', 'Enter accept']),
  });
});
