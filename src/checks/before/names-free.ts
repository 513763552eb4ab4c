import { sameId } from '../../resource/arm-id.ts';
import { known, type NameFact, type NameKind } from '../../resource/subscription.ts';
import { type Check, type CheckInput, cannotTell, type Finding, failed, notApplicable, ok } from '../rule.ts';

export const namesFree: Check = {
  id: 'GT-CHECK-NAMES',
  stage: 'before',
  checklist: [],
  title: 'Globally unique names are free',
  run: (input) => {
    if (input.facts.names.length === 0) return [notApplicable('all globally unique names are ours already')];
    return input.facts.names.map((name) => judge(name, input));
  },
};

const freshName =
  'raise `naming.generation` in the estate file, which renames what is not there yet, or override this name under `naming.overrides`';

const nouns: Readonly<Record<NameKind, string>> = {
  vault: 'key vault',
  account: 'Azure OpenAI',
  storage: 'storage account',
  cosmos: 'Cosmos DB',
  sql: 'SQL server',
  site: 'function app',
};

function judge(fact: NameFact, input: CheckInput): Finding {
  const what = `${nouns[fact.kind]} name ${fact.name}`;
  const free = known(fact.free);
  if (free === undefined) return cannotTell(`whether the ${what} is free`, fact.free, input);
  if (free) return ok(`the ${what} is free`);
  const held = fact.heldBy;
  if (held && isBroughtBack(fact, input))
    return ok(`the ${what} is held by ours, which is brought back`, held.id);
  if (!held)
    return failed(`the ${what} is taken: ${fact.reason ?? 'somebody else has it'}`, sentence(freshName));
  const until = held.freeOn ? ` until ${held.freeOn.slice(0, 10)}` : '';
  if (held.purgeProtected) {
    return failed(
      `the ${what} is held${until} by a deleted vault with purge protection`,
      `Recover it (az keyvault recover --name ${fact.name}), or ${freshName}.`,
      held.id,
    );
  }
  return failed(
    `the ${what} is held${until} by a deleted resource`,
    `${held.purgeCommand}, or ${freshName}.`,
    held.id,
  );
}

function isBroughtBack({ id }: NameFact, { plan }: CheckInput): boolean {
  return plan?.actions.some((action) => action.recovers && sameId(action.id, id)) ?? false;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
