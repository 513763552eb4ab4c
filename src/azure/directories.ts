import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import type { SubscriptionFact } from '../resource/subscription.ts';
import { subscriptionFrom } from './facts/account.ts';
import { text } from './facts/json-fields.ts';
import { present } from './facts/tolerant.ts';
import type { Session } from './session.ts';

export interface DirectoryFact {
  readonly directoryId: string;
  readonly name: string;
  /** Such as `contoso.onmicrosoft.com`, when the caller may see it. */
  readonly domain: string | undefined;
}

/** Directories that the signed-in principal belongs to, as member or guest. */
export async function listDirectories(session: Session): Promise<readonly DirectoryFact[]> {
  const items = present(await session.list('/tenants', '2022-12-01'), 'the list of directories');
  return items.map((item) => {
    const directoryId = text(item, '/tenantId') ?? '';
    const domain = text(item, '/defaultDomain');
    return { directoryId, name: text(item, '/displayName') ?? domain ?? directoryId, domain };
  });
}

/** Subscriptions that the token's directory shows. */
async function listSubscriptions(session: Session): Promise<readonly SubscriptionFact[]> {
  const items = present(await session.list('/subscriptions', '2022-12-01'), 'the list of subscriptions');
  return items.map(subscriptionFrom);
}

export interface VisibleSubscriptions {
  readonly subscriptions: readonly SubscriptionFact[];
  /** Why a directory could not be read, by directory id. */
  readonly failed: Readonly<Record<string, Problem>>;
}

/**
 * Subscriptions of several directories, each asked with a sign-in of its own: a directory that refuses, because it
 * wants a second factor, does not hide the others.
 */
export async function subscriptionsOf(
  directoryIds: readonly string[],
  sessionOf: (directoryId: string) => Promise<Session>,
): Promise<VisibleSubscriptions> {
  const answers = await Promise.all(
    directoryIds.map(async (directoryId) => {
      try {
        return { directoryId, found: await listSubscriptions(await sessionOf(directoryId)) };
      } catch (error) {
        const problem = error instanceof Refusal ? error.problems[0] : problemFrom(error, undefined);
        return { directoryId, problem };
      }
    }),
  );
  return {
    subscriptions: answers.flatMap((answer) => answer.found ?? []),
    failed: Object.fromEntries(
      answers.flatMap(({ directoryId, problem }) => (problem ? [[directoryId, problem]] : [])),
    ),
  };
}
