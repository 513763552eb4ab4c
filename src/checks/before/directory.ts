import { known, unread } from '../../resource/subscription.ts';
import { type Check, type CheckInput, cannotTell, type Finding, failed, ok } from '../rule.ts';

export const directory: Check = {
  id: 'GT-CHECK-DIRECTORY',
  stage: 'before',
  checklist: ['TEN-3'],
  title: 'The sign-in, the subscription and the estate file mean the same directory',
  run: (input) => {
    const { facts, design } = input;
    const subscription = known(facts.subscription);
    const principal = known(facts.principal);
    if (!subscription) return [unreadable(input)];
    const trusted = subscription.directoryId;
    if (!same(trusted, design.directoryId)) {
      return [
        failed(
          `subscription ${subscription.name} trusts directory ${trusted}, the estate file says ${design.directoryId}`,
          `Set \`directoryId\` of tenant ${design.tenant} to ${trusted} in the estate file, or correct \`subscriptionId\`.`,
        ),
      ];
    }
    if (!principal || same(principal.directoryId, trusted)) {
      return [ok(`subscription ${subscription.name} belongs to directory ${trusted}`)];
    }
    if (design.signInDirectoryId !== undefined && same(principal.directoryId, design.signInDirectoryId))
      return [
        ok(
          `subscription ${subscription.name} belongs to directory ${trusted}, and is delegated to ${principal.directoryId} as the estate file says`,
        ),
      ];
    return [elsewhere(trusted, principal.directoryId, subscription.managedBy)];
  },
};

function elsewhere(trusted: string, own: string, managedBy: readonly string[]): Finding {
  if (managedBy.some((each) => same(each, own))) {
    return failed(
      `the subscription is reached through Azure Lighthouse from directory ${own}: Owner, data-plane roles and most role assignments are not possible that way`,
      `Sign in to the customer's directory: az login --tenant ${trusted}; or set \`auth: {lighthouse: ${own}}\` of the tenant, and have an owner there make what is handed over`,
    );
  }
  return failed(
    `the token is of directory ${own}, the subscription trusts ${trusted}`,
    `az login --tenant ${trusted}`,
  );
}

/** ARM names the right directory when it refuses a token of another one. */
function unreadable(input: CheckInput): Finding {
  const why = unread(input.facts.subscription);
  if (why?.code === 'InvalidAuthenticationTokenTenant') {
    const right =
      /match the tenant '[^']*?([0-9a-f-]{36})/i.exec(why.reason)?.[1] ?? input.design.directoryId;
    return failed(
      `the sign-in is of another directory than subscription ${input.design.subscriptionId}, which trusts ${right}`,
      `az login --tenant ${right}`,
      why.code,
    );
  }
  if (why?.code === 'SubscriptionNotFound') {
    return failed(
      `subscription ${input.design.subscriptionId} does not exist, or this sign-in can not see it`,
      'az account list --refresh --output table, then correct `subscriptionId` in the estate file',
      why.code,
    );
  }
  return cannotTell('the directory of the subscription', input.facts.subscription, input);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
