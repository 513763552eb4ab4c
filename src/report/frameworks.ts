import { parse } from 'yaml';
import { z } from 'zod';

const checks = z.array(z.string()).min(1).readonly();
const shape = z.strictObject({
  frameworks: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        /** Why a check that no control names has none. */
        otherwise: z.string(),
        source: z.url(),
        controls: z
          .array(z.strictObject({ id: z.string(), because: z.string(), source: z.url(), checks }))
          .readonly(),
      }),
    )
    .readonly(),
  unmapped: z.array(z.strictObject({ reason: z.string(), source: z.url(), checks })).readonly(),
});

/** Controls of published frameworks by check, each with the page that says so. */
export type FrameworkMapping = Readonly<z.infer<typeof shape>>;

/** Where the mapping lies among the templates. */
export const mappingFile = 'frameworks/mapping.yaml';

/** The mapping out of its file; what has another shape is a fault of the file, and thrown. */
export function frameworkMapping(text: string): FrameworkMapping {
  return shape.parse(parse(text));
}

/** What a framework says that one check speaks to. */
export interface FrameworkControls {
  readonly id: string;
  readonly name: string;
  readonly controls: readonly { readonly id: string; readonly because: string; readonly source: string }[];
}

/** The frameworks that have a control for a check; none where nothing was found. */
export function controlsOf(mapping: FrameworkMapping, checkId: string): readonly FrameworkControls[] {
  return mapping.frameworks.flatMap(({ id, name, controls }) => {
    const own = controls
      .filter(({ checks: named }) => named.includes(checkId))
      .map((control) => ({ id: control.id, because: control.because, source: control.source }));
    return own.length === 0 ? [] : [{ id, name, controls: own }];
  });
}

/** By check: `{"GT-CHECK-VAULT": {"mcsb": ["PA-7", …], …}}`; an empty object where nothing was found. */
export function controlsByCheck(
  mapping: FrameworkMapping,
  checkIds: readonly string[],
): Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> {
  return Object.fromEntries(
    [...new Set(checkIds)].map((checkId) => [
      checkId,
      Object.fromEntries(
        controlsOf(mapping, checkId).map(({ id, controls }) => [id, controls.map((control) => control.id)]),
      ),
    ]),
  );
}

/** Lines for people: each framework with its controls and their sources, or why there are none. */
export function frameworkLines(mapping: FrameworkMapping, checkId: string): readonly string[] {
  const none = mapping.unmapped.find(({ checks: named }) => named.includes(checkId));
  if (none) return [`Frameworks: unmapped. ${none.reason} (${none.source})`];
  return mapping.frameworks.flatMap(({ id, name, otherwise, source }) => {
    const own = controlsOf(mapping, checkId).find((framework) => framework.id === id);
    return own
      ? own.controls.map((control) => `${name} ${control.id}: ${control.because} (${control.source})`)
      : [`${name}: unmapped. ${otherwise} (${source})`];
  });
}
