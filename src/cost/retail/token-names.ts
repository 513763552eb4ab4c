import type { DeploymentPlace, TokenDirection } from '../token-meters.ts';

/** What the name of a meter of Azure OpenAI tokens says. */
export interface TokenName {
  /** As the price book calls it. */
  readonly model: string;
  readonly deploymentType: DeploymentPlace;
  /** `input`, `cached-input` or `output`, with `batch-` before it for the tokens of batches. */
  readonly direction: TokenDirection | `batch-${TokenDirection}`;
}

/** Spellings in the Retail Prices API, as collected from its answers of 2025-08-25. */
const places: { readonly [word: string]: DeploymentPlace } = {
  glbl: 'global',
  gl: 'global',
  global: 'global',
  datazone: 'datazone',
  dzone: 'datazone',
  dz: 'datazone',
  regnl: 'regional',
  regn: 'regional',
  rgnl: 'regional',
  regional: 'regional',
};
const inputs = new Set(['inp', 'inpt', 'input', 'in']);
const outputs = new Set(['outp', 'outpt', 'opt', 'out', 'output']);
const cachedWords = new Set(['cached', 'cchd', 'cd']);
/** What belongs to no model: the unit, and that a model reasons. */
const idle = new Set(['tokens', 'token', '1m', '1k', 'rsng']);

/** Versions that have prices of their own, by the date in the name. */
const versions: { readonly [date: string]: string } = {
  '1120': '2024-11-20',
  '0806': '2024-08-06',
  '0513': '2024-05-13',
};

/** Models as the words of a name spell them. What fits none of these is unknown, and never guessed. */
const models: readonly RegExp[] = [
  /^gpt-(4o|4\.1|5(\.\d)?)(-(mini|nano|chat|codex|pro))?(-mini)?$/,
  /^o\d(-(mini|pro))?$/,
  /^gpt-4-(8k|32k|turbo)$/,
  /^gpt-35-turbo(-\d+k)?$/,
  /^text-embedding-(3-(large|small)|ada-002)$/,
];

const respelt: { readonly [words: string]: string } = {
  'gpt-4-turbo-128k': 'gpt-4-turbo',
  'gpt-4-turbo128k': 'gpt-4-turbo',
  'embedding-ada': 'text-embedding-ada-002',
};

/** Reads a meter's name; undefined when a word of it is not known. */
export function readTokenName(meterName: string): TokenName | undefined {
  const words = meterName
    .toLowerCase()
    .replace(/data zone/, 'datazone')
    .split(/[\s_-]+/)
    .filter((word) => word !== '' && !idle.has(word));
  const placed = words.filter((word) => Object.hasOwn(places, word));
  const [place] = placed;
  if (place === undefined || placed.length > 1) return undefined;
  const input = words.some((word) => inputs.has(word));
  const output = words.some((word) => outputs.has(word));
  const cached = words.some((word) => cachedWords.has(word));
  const rest = words.filter(
    (word) =>
      word !== place && word !== 'batch' && !inputs.has(word) && !outputs.has(word) && !cachedWords.has(word),
  );
  const model = modelFrom(rest);
  if (model === undefined) return undefined;
  const isVector = model.startsWith('text-embedding');
  if (input && output) return undefined;
  if (!input && !output && !isVector) return undefined;
  if (output && cached) return undefined;
  const direction = output ? 'output' : cached ? 'cached-input' : 'input';
  return {
    model,
    deploymentType: places[place] ?? 'global',
    direction: words.includes('batch') ? `batch-${direction}` : direction,
  };
}

function modelFrom(words: readonly string[]): string | undefined {
  const dates = words.filter((word) => /^[01]\d[0-3]\d$/.test(word));
  const plain = words.filter((word) => !dates.includes(word)).join('-');
  const name = respelt[plain] ?? plain;
  if (!models.some((model) => model.test(name)) || dates.length > 1) return undefined;
  if (name !== 'gpt-4o') return name;
  const version = versions[dates[0] ?? ''];
  return version === undefined ? undefined : `${name}-${version}`;
}
