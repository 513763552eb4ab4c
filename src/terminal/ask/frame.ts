import { displayWidth, flow, padEnd, truncate, wrap } from '../layout.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';
import { finish, paint } from '../screen.ts';
import type { Frame } from './reply.ts';

/** Lines are kept one column short, so that no terminal wraps a full one by itself. */
export function frameWidth(frame: Frame): number {
  return frame.screen.columns - 1;
}

/** What stands above the field: where we are, the question, why it matters, and on demand its explanation. */
export function topLines(frame: Frame, explained: boolean): string[] {
  const colours = paint(frame.screen);
  const width = frameWidth(frame);
  return [
    headerLine(frame),
    ...wrap(`? ${sanitiseLine(frame.message)}`, width).map((line, index) =>
      index === 0 ? colours.cyan('?') + colours.bold(line.slice(1)) : colours.bold(line),
    ),
    ...wrap(sanitiseLine(frame.why), width - 2).map((line) => colours.dim(`  ${line}`)),
    ...(explained ? ['', ...wrap(sanitise(frame.explain), width - 2).map((line) => `  ${line}`), ''] : []),
  ];
}

function headerLine(frame: Frame): string {
  const colours = paint(frame.screen);
  const width = frameWidth(frame);
  const progress = sanitiseLine(frame.progress ?? '');
  const title = truncate(`  ${frame.title}`, Math.max(0, width - 8 - displayWidth(progress) - 2));
  const gap = width - 8 - displayWidth(title) - displayWidth(progress);
  return `${colours.bold('gotthard')}${title}${padEnd('', gap)}${colours.cyan(truncate(progress, width - 8))}`;
}

/** The line of keys beneath the field, wrapped between keys where the terminal is narrow. */
export function footerLines(frame: Frame, keys: readonly string[]): string[] {
  const all = [...keys, 'Esc back', '? explain', 'Ctrl+S save & quit', 'Ctrl+C quit'];
  const colours = paint(frame.screen);
  return ['', ...flow(all, ' · ', frameWidth(frame) - 2).map((line) => colours.dim(`  ${line}`))];
}

/** Top, field and bottom as the prompt library wants them: the cursor ends after the field. */
export function assemble(
  frame: Frame,
  parts: { readonly top: readonly string[]; readonly field: string; readonly bottom: readonly string[] },
): [string, string] {
  const text = (lines: readonly string[]): string => finish(lines, frame.screen).slice(0, -1);
  const above = text(parts.top);
  return [`${above}\n${parts.field}`, text(parts.bottom)];
}
