/**
 * The lane of everything that writes to one account, of Cognitive Services or of Storage, or makes it busy: itself, its
 * children, and every endpoint that targets it. For targets of other types the lane is theirs alone and disturbs nobody.
 */
export function accountLane(id: string): string {
  const account = /^.*?\/(accounts|storageAccounts)\/[^/]+/i.exec(id)?.[0] ?? id;
  return `account:${account.toLowerCase()}`;
}
