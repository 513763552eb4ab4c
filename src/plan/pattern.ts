/**
 * JSON Pointers with `*` for any one token, as kinds declare them: `/properties/securityRules/ANY/name`, ANY being the star.
 */
export function matchesPattern(pattern: string, pointer: string): boolean {
  const [wanted, given] = [pattern.split('/'), pointer.split('/')];
  return (
    wanted.length === given.length && wanted.every((token, index) => token === '*' || token === given[index])
  );
}

/** Whether a pointer is one of the patterns. */
export function matchesAny(patterns: readonly string[] | undefined, pointer: string): boolean {
  return patterns?.some((pattern) => matchesPattern(pattern, pointer)) ?? false;
}

/** Whether a pointer is one of the patterns or lies beneath one. */
export function liesBeneathAny(patterns: readonly string[] | undefined, pointer: string): boolean {
  const tokens = pointer.split('/');
  return (
    patterns?.some((pattern) =>
      matchesPattern(pattern, tokens.slice(0, pattern.split('/').length).join('/')),
    ) ?? false
  );
}
