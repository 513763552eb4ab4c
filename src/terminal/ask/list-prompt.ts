import { createPrompt, useKeypress, usePagination, useState } from '@inquirer/core';
import { wrap } from '../layout.ts';
import { paint } from '../screen.ts';
import { assemble, footerLines, frameWidth, topLines } from './frame.ts';
import { meaningOf } from './keys.ts';
import type { Frame, Reply, Row } from './reply.ts';
import { fullDetail, matching, moved, pageSizeOf, rowLine } from './rows.ts';

interface ListConfig extends Frame {
  readonly rows: readonly Row[];
  /** Position of the default, or -1. */
  readonly default: number;
}

/** One of a list; typing filters it. Answers with the position in the whole list. */
export const listPrompt = createPrompt<Reply<number>, ListConfig>((config, done) => {
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState(Math.max(0, config.default));
  const [explained, setExplained] = useState(false);
  const [closed, setClosed] = useState(false);
  const matches = matching(config.rows, filter);
  const chosen = matches[active];
  const end = (reply: Reply<number>): void => {
    setClosed(true);
    done(reply);
  };

  useKeypress((key, rl) => {
    if (closed) return;
    const restore = (text: string): void => {
      rl.clearLine(0);
      rl.write(text);
    };
    switch (meaningOf(key, rl.line)) {
      case 'back':
        return end({ reply: 'back' });
      case 'leave':
        return end({ reply: 'left' });
      case 'explain':
        restore(key.name === 'f1' ? filter : '');
        return setExplained(!explained);
      case 'accept':
        if (chosen !== undefined && config.rows[chosen]?.disabled === undefined) {
          return end({ reply: 'answer', value: chosen });
        }
        return restore(filter);
      case 'up':
        return setActive(moved(active, -1, matches.length));
      case 'down':
        return setActive(moved(active, 1, matches.length));
      case 'take':
        return restore(filter);
      default:
        if (rl.line === filter) return undefined;
        setFilter(rl.line);
        return setActive(0);
    }
  });

  const page = usePagination({
    items: matches,
    active: Math.min(active, Math.max(0, matches.length - 1)),
    renderItem: ({ item, isActive }) => {
      const row = config.rows[item];
      return row ? rowLine(config, row, { active: isActive, isDefault: item === config.default }) : '';
    },
    pageSize: pageSizeOf(explained),
    loop: false,
  });
  if (closed) return '';
  const colours = paint(config.screen);
  const detail = fullDetail(config, chosen === undefined ? undefined : config.rows[chosen]);
  return assemble(config, {
    top: topLines(config, explained),
    field: `${colours.cyan('>')} ${filter}`,
    bottom: [
      ...(matches.length === 0 ? [colours.red('  ✗ no match')] : page.split('\n')),
      ...moreLines(matches.length, pageSizeOf(explained), config),
      ...(detail === undefined ? [] : wrap(detail, frameWidth(config) - 4).map((line) => `    ${line}`)),
      ...footerLines(config, ['Enter accept', 'type to filter']),
    ],
  });
});

/** Says how many rows there are when not all of them are shown. */
export function moreLines(count: number, shown: number, frame: Frame): string[] {
  return count > shown ? [paint(frame.screen).dim(`    ${count} in all`)] : [];
}
