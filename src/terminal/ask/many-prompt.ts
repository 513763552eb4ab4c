import { createPrompt, useKeypress, usePagination, useState } from '@inquirer/core';
import { wrap } from '../layout.ts';
import { paint } from '../screen.ts';
import { assemble, footerLines, frameWidth, topLines } from './frame.ts';
import { meaningOf } from './keys.ts';
import { moreLines } from './list-prompt.ts';
import type { Frame, Reply, Row } from './reply.ts';
import { fullDetail, matching, moved, pageSizeOf, rowLine } from './rows.ts';

interface ManyConfig extends Frame {
  readonly rows: readonly Row[];
  readonly default: readonly number[];
  readonly minimum: number;
}

/** Several of a list: Space toggles, typing filters. Answers with positions in the order of the list. */
export const manyPrompt = createPrompt<Reply<readonly number[]>, ManyConfig>((config, done) => {
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState(Math.max(0, config.default[0] ?? 0));
  const [taken, setTaken] = useState<readonly number[]>(config.default);
  const [refused, setRefused] = useState(false);
  const [explained, setExplained] = useState(false);
  const [closed, setClosed] = useState(false);
  const matches = matching(config.rows, filter);
  const current = matches[active];
  const end = (reply: Reply<readonly number[]>): void => {
    setClosed(true);
    done(reply);
  };
  const toggle = (position: number): void => {
    if (config.rows[position]?.disabled !== undefined) return;
    setRefused(false);
    setTaken(taken.includes(position) ? taken.filter((other) => other !== position) : [...taken, position]);
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
        restore(filter);
        if (taken.length < config.minimum) return setRefused(true);
        return end({ reply: 'answer', value: [...taken].sort((a, b) => a - b) });
      case 'space':
        restore(filter);
        return current === undefined ? undefined : toggle(current);
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
      const mark = taken.includes(item) ? '●' : '○';
      return row
        ? rowLine(config, row, { active: isActive, mark, isDefault: config.default.includes(item) })
        : '';
    },
    pageSize: pageSizeOf(explained),
    loop: false,
  });
  if (closed) return '';
  const colours = paint(config.screen);
  const detail = fullDetail(config, current === undefined ? undefined : config.rows[current]);
  return assemble(config, {
    top: topLines(config, explained),
    field: `${colours.cyan('>')} ${filter}`,
    bottom: [
      ...(matches.length === 0 ? [colours.red('  ✗ no match')] : page.split('\n')),
      ...moreLines(matches.length, pageSizeOf(explained), config),
      ...(detail === undefined ? [] : wrap(detail, frameWidth(config) - 4).map((line) => `    ${line}`)),
      ...(refused ? [colours.red(`  ✗ choose at least ${config.minimum}`)] : []),
      ...footerLines(config, ['Space toggle', 'Enter accept']),
    ],
  });
});
