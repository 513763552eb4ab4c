import { isSandboxName } from '../facts/cloud-names.ts';
import { displayWidth, truncate } from './layout.ts';
import { paint, type Style } from './screen.ts';

/** What every screen says about its cloud. */
export function cloudMark(cloud: string): string {
  return `[${cloud}]`;
}

/** The first line of a screen: a title, what it is about, and the cloud, which is never cut off. */
export function heading(title: string, subject: string, cloud: string, style: Style): string {
  const colours = paint(style);
  const mark = cloudMark(cloud);
  const room = style.columns - displayWidth(title) - displayWidth(mark) - 4;
  const cut = truncate(subject, Math.max(0, room));
  const rest = cut === '' ? '' : `  ${cut}`;
  const painted = isSandboxName(cloud) ? colours.yellow(mark) : colours.cyan(mark);
  return `${colours.bold(title)}${rest}  ${painted}`;
}
