import type { PermissionFact } from '../resource/subscription.ts';

/**
 * Whether a control-plane action is granted: some entry names it in `actions` and not in its own `notActions`.
 * `notActions` take away from their own entry only; another role may still grant the action. `*` stands for any text,
 * case doesn't matter (Azure role definitions).
 */
export function isGranted(permissions: readonly PermissionFact[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => covers(pattern, action)) &&
      !notActions.some((pattern) => covers(pattern, action)),
  );
}

/** Whether a pattern of a role definition covers an action. */
export function covers(pattern: string, action: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  const last = rest.at(-1) ?? '';
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
