/**
 * JSON Pointers with `*` for any one token, as kinds declare them: `/properties/securityRules/ANY/name`, ANY being the star.
 */
export function matchesPattern(pattern: string, pointer: string): boolean {
  return matches(tokensOf(pattern), pointer.split('/'));
}

/** Whether a pointer is one of the patterns. */
export function matchesAny(patterns: readonly string[] | undefined, pointer: string): boolean {
  if (patterns === undefined) return false;
  const given = pointer.split('/');
  return patterns.some((pattern) => matches(tokensOf(pattern), given));
}

/** Whether a pointer is one of the patterns or lies beneath one. */
export function liesBeneathAny(patterns: readonly string[] | undefined, pointer: string): boolean {
  if (patterns === undefined) return false;
  const given = pointer.split('/');
  return patterns.some((pattern) => {
    const wanted = tokensOf(pattern);
    return matches(wanted, given.slice(0, wanted.length));
  });
}

function matches(wanted: readonly string[], given: readonly string[]): boolean {
  return (
    wanted.length === given.length && wanted.every((token, index) => token === '*' || token === given[index])
  );
}

/** The patterns are those of the kinds: few, and each is asked for every property of every resource. */
const tokens = new Map<string, readonly string[]>();

function tokensOf(pattern: string): readonly string[] {
  const known = tokens.get(pattern) ?? pattern.split('/');
  tokens.set(pattern, known);
  return known;
}
