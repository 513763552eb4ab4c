import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { armCode, armCodes } from '../../src/problems/arm-codes.ts';

/** Decided before anything is written, by a check. */
const prevented = (...ids: string[]) => ({ by: 'prevent', ids }) as const;
/** Tried again, for so many minutes at least. */
const retried = (code: string, status: number, minutes: number) =>
  ({ by: 'retry', code, status, minutes }) as const;
/** Told with its cause and a next step, and not tried again. */
const explained = (...codes: string[]) => ({ by: 'explain', codes }) as const;
/** Serialised, compensated or made impossible: a test proves it. */
const proven = (file: string, title: string) => ({ by: 'proof', file, title }) as const;

type Decision = ReturnType<typeof prevented | typeof retried | typeof explained | typeof proven>;

/** What people have met in public, where, and what is decided about it. */
const classes: readonly {
  readonly seen: string;
  readonly thread: string;
  readonly decisions: readonly Decision[];
}[] = [
  {
    seen: 'too little quota',
    thread: 'Azure-Samples/azure-search-openai-demo#477',
    decisions: [prevented('GT-CHECK-QUOTA'), explained('InsufficientQuota')],
  },
  {
    seen: 'quota that a deleted account still holds',
    thread: 'Azure-Samples/chat-with-your-data-solution-accelerator#1910',
    decisions: [
      prevented('GT-CHECK-QUOTA'),
      proven('test/sweep/failure-sweep.test.ts', 'succeeds, or leaves no trace, or is kept to be finished'),
    ],
  },
  {
    seen: 'an unchanged deployment that is refused for its quota',
    thread: 'Azure/bicep-types-az#1660',
    decisions: [
      proven('test/stories/first-deployment.test.ts', 'finds everything unchanged and writes nothing'),
    ],
  },
  {
    seen: 'an empty list of quotas that blocked every region',
    thread: 'Azure/azure-dev#8537',
    decisions: [proven('test/checks/models.test.ts', 'an empty list')],
  },
  {
    seen: 'a model or deployment type that the region does not offer',
    thread: 'Azure-Samples/azure-search-openai-demo#1840',
    decisions: [
      prevented('GT-CHECK-MODEL'),
      explained('InvalidResourceProperties', 'DeploymentModelNotSupported'),
    ],
  },
  {
    seen: 'a model that is retired',
    thread: 'Azure/azure-dev#8842',
    decisions: [prevented('GT-CHECK-MODEL'), explained('ServiceModelDeprecated')],
  },
  {
    seen: 'a type that the region does not offer',
    thread: 'Azure/azure-dev error_suggestions.yaml',
    decisions: [
      prevented('GT-CHECK-REGION'),
      explained('LocationNotAvailableForResourceType', 'NoRegisteredProviderFound'),
    ],
  },
  {
    seen: 'a group that lies in another region',
    thread: 'Azure/azure-dev error_suggestions.yaml',
    decisions: [explained('InvalidResourceGroupLocation')],
  },
  {
    seen: 'a name that a deleted resource holds',
    thread: 'Azure/azure-cli#18146',
    decisions: [
      prevented('GT-CHECK-NAMES'),
      explained('FlagMustBeSetForRestore', 'ConflictError'),
      proven(
        'test/plan/make-plan.test.ts',
        'is brought back where it was ours, private and keyless, and only there',
      ),
    ],
  },
  {
    seen: 'a subdomain or vault name that somebody has',
    thread: 'Azure-Samples/azure-search-openai-demo#14',
    decisions: [prevented('GT-CHECK-NAMES'), explained('CustomDomainInUse', 'VaultAlreadyExists')],
  },
  {
    seen: 'a vault that is protected against purging',
    thread: 'adamdost-0/linux-update-cds#21',
    decisions: [
      prevented('GT-CHECK-NAMES'),
      proven('test/run/destroy.test.ts', 'whose vault is protected against purging'),
    ],
  },
  {
    seen: 'a right to purge that is missing',
    thread: 'hashicorp/terraform-provider-azurerm#8968',
    decisions: [prevented('GT-CHECK-PERMISSION-PURGE')],
  },
  {
    seen: 'a deleted vault that was purged before it could be recovered',
    thread: 'hashicorp/terraform-provider-azurerm#12972',
    decisions: [explained('SoftDeletedVaultDoesNotExist')],
  },
  {
    seen: 'a recovered resource with old settings and no roles',
    thread: 'hashicorp/terraform-provider-azurerm#25988',
    decisions: [proven('test/run/destroy.test.ts', 'is as before once it is deployed again')],
  },
  {
    seen: 'names burnt by every failed trial',
    thread: 'microsoft/aspire#16102',
    decisions: [
      proven('test/sweep/failure-sweep.test.ts', 'succeeds, or leaves no trace, or is kept to be finished'),
    ],
  },
  {
    seen: 'subnets of one network written at once',
    thread: 'hashicorp/terraform-provider-azurerm#3780',
    decisions: [
      proven('test/run/scheduler.test.ts', 'alone in its lanes'),
      retried('AnotherOperationInProgress', 409, 2),
    ],
  },
  {
    seen: 'a reference to what is still being changed',
    thread: 'hashicorp/terraform#7986',
    decisions: [retried('RetryableError', 429, 3), retried('ReferencedResourceNotProvisioned', 429, 3)],
  },
  {
    seen: 'an account with several writers',
    thread: 'hashicorp/terraform-provider-azurerm#22607',
    decisions: [
      proven('test/run/scheduler.test.ts', 'alone in its lanes'),
      retried('RequestConflict', 409, 5),
    ],
  },
  {
    seen: 'an account that says Succeeded and is not ready',
    thread: 'hashicorp/terraform-provider-azurerm#31712',
    decisions: [retried('AccountProvisioningStateInvalid', 400, 10)],
  },
  {
    seen: 'an operation that fails and has succeeded all the same',
    thread: 'Azure/azure-rest-api-specs#20335',
    decisions: [proven('test/sweep/each-fault.ts', "'lro-flip': once('lro-flip')")],
  },
  {
    seen: 'a principal that the directory does not know yet',
    thread: 'MicrosoftDocs/azure-docs#103085',
    decisions: [retried('PrincipalNotFound', 400, 2)],
  },
  {
    seen: 'a role that somebody has given already',
    thread: 'Azure/arm-template-whatif#322',
    decisions: [
      explained('RoleAssignmentExists'),
      proven('test/run/others-hands.test.ts', 'neither given twice nor ever taken away'),
    ],
  },
  {
    seen: 'an assignment of a principal that is gone',
    thread: 'Azure-Samples/graphrag-accelerator#168',
    decisions: [explained('RoleAssignmentUpdateNotPermitted')],
  },
  {
    seen: 'a right that takes a while to take effect',
    thread: 'Azure/azure-cli#22510',
    decisions: [retried('ForbiddenByRbac', 403, 10)],
  },
  {
    seen: 'a right to assign roles that is missing',
    thread: 'microsoft/finops-toolkit#1702',
    decisions: [
      prevented('GT-CHECK-PERMISSION-WRITE', 'GT-CHECK-PERMISSION-ASSIGN'),
      explained('AuthorizationFailed'),
    ],
  },
  {
    seen: 'a right that is missing on a second resource',
    thread: 'Azure/azure-sdk-for-go#14306',
    decisions: [prevented('GT-CHECK-PERMISSION-WRITE'), explained('LinkedAuthorizationFailed')],
  },
  {
    seen: 'a policy that denies',
    thread: 'Azure/azure-policy#1121',
    decisions: [prevented('GT-CHECK-POLICY'), explained('RequestDisallowedByPolicy')],
  },
  {
    seen: 'a policy that changes what was sent',
    thread: 'Azure-Samples/azuresandbox#556',
    decisions: [explained('NotAsAsked')],
  },
  {
    seen: 'a provider that is not registered',
    thread: 'microsoft/foundry-dev-tools#762',
    decisions: [prevented('GT-CHECK-PROVIDERS'), retried('MissingSubscriptionRegistration', 409, 10)],
  },
  {
    seen: 'subnets that vanish with their network',
    thread: 'Azure/bicep#12540',
    decisions: [
      proven(
        'test/stories/change.test.ts',
        'what somebody else has put beside ours survives an update of ours',
      ),
    ],
  },
  {
    seen: 'ranges that overlap',
    thread: 'MicrosoftDocs/azure-docs#123869',
    decisions: [
      prevented('GT-CHECK-ADDRESSES'),
      explained(
        'NetcfgSubnetRangesOverlap',
        'NetcfgSubnetRangeOutsideVnet',
        'OverlappingSubnetsNotPermittedInSecurityRule',
      ),
    ],
  },
  {
    seen: 'a subnet that an interface still sits in',
    thread: 'Azure-Samples/Copilot-Studio-with-Azure-AI-Search#99',
    decisions: [retried('InUseSubnetCannotBeDeleted', 400, 5)],
  },
  {
    seen: 'zone groups that a policy makes',
    thread: 'pulumi/pulumi-azure-native#2179',
    decisions: [
      prevented('GT-CHECK-DNS-POLICY'),
      proven('test/run/others-hands.test.ts', 'the run succeeds, and what they have added stays'),
    ],
  },
  {
    seen: 'a vault that is closed to the machine of whoever deploys',
    thread: 'hashicorp/terraform-provider-azurerm#9738',
    decisions: [explained('ForbiddenByFirewall', 'ForbiddenByConnection')],
  },
  {
    seen: 'something that was opened so that a tool works',
    thread: 'microsoft/multimodal-ai#151',
    decisions: [proven('test/kit/traffic.ts', 'would have opened a vault or an account to the public')],
  },
  {
    seen: 'diagnostic settings that outlive their resource',
    thread: 'hashicorp/terraform-provider-azurerm#6389',
    decisions: [proven('test/run/destroy.test.ts', 'is gone to the last detail')],
  },
  {
    seen: 'a lock',
    thread: 'hashicorp/terraform-provider-azurerm#17478',
    decisions: [explained('ScopeLocked')],
  },
  {
    seen: 'a group that does not go because something in it does not',
    thread: 'Azure/azure-dev#4210',
    decisions: [explained('ResourceGroupDeletionBlocked', 'GroupNotEmpty')],
  },
  {
    seen: 'nested resources that are gone and still counted',
    thread: 'Azure/terraform-provider-azapi#894',
    decisions: [retried('CannotDeleteResource', 409, 5)],
  },
  {
    seen: 'something that is gone already',
    thread: 'Azure/azure-dev#4628',
    decisions: [proven('test/conformance/quartet.test.ts', 'goes as declared, twice')],
  },
  {
    seen: 'an interrupt that leaves Azure building',
    thread: 'Azure/azure-dev#1671',
    decisions: [proven('test/stories/interrupt.test.ts', 'settles, is undone, and says so')],
  },
  {
    seen: 'a process that was killed',
    thread: 'pulumi/pulumi#4265',
    decisions: [
      proven(
        'test/sweep/crash-sweep.test.ts',
        'after a write and before its answer can be undone or finished',
      ),
    ],
  },
  {
    seen: 'a write that is sent twice',
    thread: 'measured with arm-network 36.0.0',
    decisions: [
      proven(
        'test/run/apply.test.ts',
        'does not hold up our second attempt when the first one took effect and its answer was lost',
      ),
    ],
  },
  {
    seen: 'a token that expires while it waits',
    thread: 'hashicorp/terraform-provider-azurerm#20834',
    decisions: [retried('ExpiredAuthenticationToken', 401, 0.4)],
  },
  {
    seen: 'a lock of a process that died',
    thread: 'hashicorp/terraform#17046',
    decisions: [
      proven('test/run/lock.test.ts', 'of a process that has died is taken over at once, without a word'),
    ],
  },
  {
    seen: 'two at once',
    thread: 'Azure/modern-web-app-pattern-dotnet#143',
    decisions: [
      proven('test/stories/refusals.test.ts', 'a second process on the same environment is refused'),
    ],
  },
  {
    seen: 'a change that somebody made between plan and run',
    thread: 'Azure/azure-dev#8349',
    decisions: [
      explained('ChangedSincePlan'),
      proven('test/run/apply.test.ts', 'between our read and our write is refused by its ETag, and kept'),
    ],
  },
  {
    seen: 'a referenced resource that is deleted with the rest',
    thread: 'Azure/deployment-stacks#81',
    decisions: [
      proven('test/run/destroy.test.ts', 'keeps a group in which somebody has something, and says so'),
    ],
  },
  {
    seen: 'a plan that is never empty',
    thread: 'Azure/arm-template-whatif#83',
    decisions: [proven('test/stories/first-deployment.test.ts', 'plans every action as unchanged')],
  },
  {
    seen: 'a sign-in of another directory',
    thread: 'Azure/azure-sdk-for-python#38382',
    decisions: [prevented('GT-CHECK-DIRECTORY'), explained('InvalidAuthenticationTokenTenant')],
  },
  {
    seen: 'a subscription that is disabled',
    thread: 'Azure subscription states',
    decisions: [prevented('GT-CHECK-SUBSCRIPTION'), explained('ReadOnlyDisabledSubscription')],
  },
  {
    seen: 'too many requests',
    thread: 'Azure Resource Manager throttling',
    decisions: [
      retried('TooManyRequests', 429, 15),
      proven('test/run/buckets.test.ts', 'stays below what ARM grants a principal'),
    ],
  },
  {
    seen: 'Azure itself failing',
    thread: 'Azure Resource Manager RPC',
    decisions: [retried('InternalServerError', 500, 3), retried('ServiceUnavailable', 503, 3)],
  },
];

describe('every failure that people have met', () => {
  const titled = classes.map(({ seen, thread, decisions }) => [`${seen} (${thread})`, decisions] as const);
  it.each(titled)('is decided: %s', (_title, decisions) => {
    for (const decision of decisions) {
      if (decision.by === 'prevent') {
        expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(decision.ids));
      } else if (decision.by === 'retry') {
        const { retry } = armCode(decision.code, decision.status);
        expect(retry?.forMs).toBeGreaterThanOrEqual(decision.minutes * 60_000);
      } else if (decision.by === 'explain') {
        for (const code of decision.codes) {
          const row = armCode(code, 400);
          expect(armCodes).toContain(row);
          expect([row.why, ...row.next].every((text) => /\S/.test(text))).toBe(true);
        }
      } else expect(readFileSync(decision.file, 'utf8')).toContain(decision.title);
    }
  });

  it('that Azure has a code for is explained by a row of its own, however the rows are ordered', () => {
    const codes = classes.flatMap(({ decisions }) =>
      decisions.flatMap((one) => (one.by === 'explain' ? one.codes : one.by === 'retry' ? [one.code] : [])),
    );
    const unexplained = codes.filter(
      (code) => !armCodes.some((row) => row.code.source !== '.' && row.code.test(code)),
    );
    // These three are known by their status.
    expect(unexplained).toEqual(['TooManyRequests', 'InternalServerError', 'ServiceUnavailable']);
  });
});
