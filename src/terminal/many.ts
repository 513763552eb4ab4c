/** More stamps than this are told as totals, with what needs attention; of fewer each is told in full. */
const few = 5;

export function areMany(stamps: readonly unknown[]): boolean {
  return stamps.length > few;
}

/** Some names and how many more there are: `t001/dev, t001/test and 598 more`. */
export function someOf(names: readonly string[], shown = 6): string {
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(', ')} and ${more} more` : names.join(', ');
}
