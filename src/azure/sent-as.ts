import { whoAmI } from './who-am-i.ts';

/** What Microsoft Entra calls the directory that the account itself is at home in. */
export const anyDirectory = 'organizations';

/** Whose token a request carries. */
export interface SentAs {
  readonly objectId: string;
  /** Directory that issued it, in lower case. */
  readonly directoryId: string;
  readonly name: string;
}

/** The same token goes out with many requests. */
let last: { readonly token: string; readonly by: SentAs | undefined } | undefined;

/** Whose token it is; undefined when it isn't a readable JSON Web Token. */
export function sentAs(token: string): SentAs | undefined {
  if (last?.token !== token) {
    const principal = whoAmI(token);
    const by = principal && {
      objectId: principal.objectId,
      directoryId: principal.directoryId.toLowerCase(),
      name: principal.name,
    };
    last = { token, by };
  }
  return last.by;
}
