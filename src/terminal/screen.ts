import pc from 'picocolors';

/** What printing needs to know about where it prints. */
export interface Style {
  /** Columns of the terminal, at least 40. */
  readonly columns: number;
  readonly colour: boolean;
  readonly unicode: boolean;
}

/** Somewhere to print. Columns and rows are read again at each use, so that it follows a resize. */
export interface Screen extends Style {
  readonly rows: number;
  /** Whether lines may be redrawn: a terminal, and not in accessible mode. */
  readonly live: boolean;
  readonly stream: NodeJS.WriteStream;
  write(text: string): void;
}

/** Colours that are the identity where colour is off. */
export function paint(style: Style): ReturnType<typeof pc.createColors> {
  return pc.createColors(style.colour);
}

/** One column each, so that a replaced character never makes a line longer. */
const plain: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '…': '.',
  '·': '-',
  '→': '>',
  '←': '<',
  '❯': '>',
  '●': '*',
  '○': 'o',
  '≈': '~',
  '─': '-',
};

/** Finishes a text for a screen: plain blanks, and our own signs replaced where the terminal has no Unicode. */
export function finish(lines: readonly string[], style: Style): string {
  const text = `${lines.map((line) => line.trimEnd()).join('\n')}\n`.replaceAll('\u00A0', ' ');
  return style.unicode ? text : text.replaceAll(/[✓✗…·→←❯●○≈─]/g, (sign) => plain[sign] ?? sign);
}

/** Settings of a screen that come from flags and the process environment. */
export interface ScreenSettings {
  readonly accessible: boolean;
  /** `--no-color`. */
  readonly noColour: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * A screen on a stream. Colour follows `--no-color`, NO_COLOR and FORCE_COLOR (no-color.org), then whether
 * the stream is a terminal; Unicode follows the locale.
 */
export function createScreen(stream: NodeJS.WriteStream, settings: ScreenSettings): Screen {
  const { environment } = settings;
  const terminal = stream.isTTY === true && environment['TERM'] !== 'dumb';
  const refused = settings.noColour || Boolean(environment['NO_COLOR']);
  const forced = Boolean(environment['FORCE_COLOR']) && environment['FORCE_COLOR'] !== '0';
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return {
    get columns() {
      // A pseudo-terminal without a size says 0.
      return Math.max(40, stream.columns || 80);
    },
    get rows() {
      return stream.rows || 24;
    },
    colour: !refused && (terminal || forced),
    // A pipe or file takes UTF-8; only a terminal that names another locale can't.
    unicode: !terminal || /utf-?8/i.test(locale) || locale === '',
    live: terminal && !settings.accessible,
    stream,
    write: (text) => {
      stream.write(text);
    },
  };
}
