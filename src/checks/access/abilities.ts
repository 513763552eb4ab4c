import type { Design } from '../../design/design.ts';
import type { RoleFact } from '../../resource/access.ts';
import { isWithin } from '../../resource/arm-id.ts';
import { isGranted } from '../permission.ts';

/** What a role lets somebody do with an environment, in words of people. */
interface Ability {
  readonly can: string;
  /** An action of control or data plane that stands for it. */
  readonly action: string;
  readonly plane: 'control' | 'data';
  /** Types of which the scope has to hold one, or lie beneath one; none: it counts everywhere. */
  readonly on: readonly string[];
  /** Whether it changes what keeps the environment closed: only for groups, for a limited time. */
  readonly administers: boolean;
}

const account = 'Microsoft.CognitiveServices/accounts';
const vault = 'Microsoft.KeyVault/vaults';
const network = 'Microsoft.Network/virtualNetworks';
const workspace = 'Microsoft.OperationalInsights/workspaces';

/** Source of the actions: https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations */
const abilities: readonly Ability[] = [
  control('give rights', 'Microsoft.Authorization/roleAssignments/write', [], true),
  control('change the account', `${account}/write`, [account], true),
  control('change the vault', `${vault}/write`, [vault], true),
  control('change the network', `${network}/write`, [network], true),
  control('change what is logged', 'Microsoft.Insights/diagnosticSettings/write', [account, vault], true),
  control('list API keys', `${account}/listKeys/action`, [account], true),
  control('deploy models', `${account}/deployments/write`, [account]),
  data('call models', `${account}/OpenAI/deployments/chat/completions/action`, [account]),
  data('read secrets', `${vault}/secrets/getSecret/action`, [vault]),
  data('write secrets', `${vault}/secrets/setSecret/action`, [vault]),
  data('encrypt with keys', `${vault}/keys/wrap/action`, [vault]),
  control('read logs', `${workspace}/query/read`, [workspace]),
  control('read settings', `${account}/read`, [account]),
  control('read settings', `${vault}/read`, [vault]),
];

function control(can: string, action: string, on: readonly string[], administers = false): Ability {
  return { can, action, plane: 'control', on, administers };
}

function data(can: string, action: string, on: readonly string[]): Ability {
  return { can, action, plane: 'data', on, administers: false };
}

/** What a role on a scope lets its holder do with a design. */
export function abilitiesOf(
  role: RoleFact,
  scope: string,
  { resources }: Pick<Design, 'resources'>,
): { readonly can: readonly string[]; readonly administers: boolean } {
  const held = abilities.filter(
    ({ action, plane, on }) =>
      (on.length === 0 ||
        resources.some(
          ({ id, type }) => on.includes(type) && (isWithin(id, scope) || isWithin(scope, id)),
        )) &&
      isGranted(
        role.permissions.map((entry) => (plane === 'data' ? entry.data : entry)),
        action,
      ),
  );
  return {
    can: [...new Set(held.map(({ can }) => can))],
    administers: held.some(({ administers }) => administers),
  };
}
