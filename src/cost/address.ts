import type { CostLine } from './cost.ts';

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9./]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** What a person types to ask about a line: `main/prod/key-vault/operations`. Lines that differ in region alone share it. */
export function addressOf({ stamp, service, meter }: CostLine): string {
  return [stamp, service.replaceAll('/', '-'), meter.replaceAll('/', '-')].map(slug).join('/');
}

/** The lines somebody means: those of that address, else all whose address has every word that was typed. */
export function linesMeant(lines: readonly CostLine[], typed: string): CostLine[] {
  const exact = lines.filter((line) => addressOf(line) === typed.trim().toLowerCase());
  if (exact.length > 0) return exact;
  const words = typed.split(/[\s/]+/).map(slug);
  return lines.filter((line) => words.every((word) => addressOf(line).includes(word)));
}
