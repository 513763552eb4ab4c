import { type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { Stored } from '../provider.ts';

/** App settings of a site by name: they may hold secrets, so that no read of the site shows them. */
export function settingsOf(site: Stored | undefined): JsonObject {
  return objectAt(site?.hidden, 'settings');
}

/** A site with the settings that a list of names and values asks for; all others are gone. */
export function withSettings(site: Stored, asked: JsonObject): Stored {
  return { ...site, hidden: { ...site.hidden, settings: asked } };
}

/** `[{name, value}, …]` as an object; undefined where there is no such list. */
export function readSettings(config: JsonObject): JsonObject | undefined {
  if (!Array.isArray(config['appSettings'])) return undefined;
  const pairs = listAt(config, 'appSettings').map(
    (one) => [textAt(one, 'name') ?? '', textAt(one, 'value') ?? ''] as const,
  );
  return Object.fromEntries(pairs);
}

/** Settings as the export shows them: what opens an account is left out. */
export function exportedSettings(site: Stored): JsonObject {
  return Object.fromEntries(
    Object.entries(settingsOf(site)).map(([name, value]) => [
      name,
      /AccountKey=|SharedAccessKey=/i.test(String(value)) ? '***' : value,
    ]),
  );
}
