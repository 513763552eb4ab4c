/**
 * Azure's codes, what they mean for a run, and what a person can do. First match wins; `status` narrows a code that
 * ARM uses for several things. Times are cloud time.
 *
 * Sources: Azure Resource Manager RPC, "common deployment errors" and the per-service error pages of Microsoft's
 * documentation, and what users report in public threads.
 */
export interface ArmCode {
  readonly code: RegExp;
  readonly status?: readonly number[];
  /** How long it is worth trying again; absent: it fails at once. */
  readonly retry?: { readonly everyMs: number; readonly forMs: number };
  readonly why: string;
  readonly next: readonly [string, ...string[]];
}

const seconds = (count: number): number => count * 1000;
const minutes = (count: number): number => count * 60_000;

export const armCodes: readonly ArmCode[] = [
  {
    code: /^AnotherOperationInProgress$/,
    retry: { everyMs: seconds(5), forMs: minutes(5) },
    why: 'something else is changing the same virtual network',
    next: ['Wait until the other change is done, then run the same command again.'],
  },
  {
    code: /^(RequestConflict|AccountProvisioningStateInvalid)$/,
    retry: { everyMs: seconds(10), forMs: minutes(10) },
    why: 'the Azure OpenAI account is still busy with another change',
    next: ['Wait a few minutes, then run the same command again.'],
  },
  {
    code: /^EndpointConnectionAmbiguous$/,
    why: 'somebody else asks for a connection under the name that the data factory’s endpoint has there, and nothing was approved',
    next: [
      'Find out who, and delete the connection that is not the factory’s: az network private-endpoint-connection list --id TARGET',
    ],
  },
  {
    code: /^EndpointConnectionNotShown$/,
    retry: { everyMs: seconds(10), forMs: minutes(5) },
    why: 'what the managed private endpoint of the data factory leads to does not show its connection (yet), or somebody has deleted it there',
    next: [
      'Delete the managed private endpoint, then run the same command again: az datafactory managed-private-endpoint delete --factory-name FACTORY --managed-virtual-network-name default --name NAME --resource-group GROUP',
    ],
  },
  {
    code: /^PreconditionFailed$/,
    status: [412],
    retry: { everyMs: seconds(10), forMs: minutes(10) },
    why: 'another change of the same Cosmos DB account, or of what lies beneath it, is under way',
    next: ['Wait a few minutes, then run the same command again.'],
  },
  {
    code: /^(RetryableError|ReferencedResourceNotProvisioned|RetryableErrorDueToAnotherOperation)$/,
    retry: { everyMs: seconds(5), forMs: minutes(5) },
    why: 'a resource that this one refers to is still being changed',
    next: ['Wait a few minutes, then run the same command again.'],
  },
  {
    code: /^(PrincipalNotFound)$/,
    retry: { everyMs: seconds(5), forMs: minutes(3) },
    why: 'the directory does not know this user, group or identity (yet)',
    next: ['Check the object id in the estate file under groups, then run the same command again.'],
  },
  {
    code: /^InUseSubnetCannotBeDeleted$/,
    retry: { everyMs: seconds(10), forMs: minutes(5) },
    why: 'a network interface or another service still sits in the subnet',
    next: ['Delete what uses the subnet: az network vnet subnet show --ids SUBNET --query ipConfigurations'],
  },
  {
    code: /^(CannotDeleteResource|ResourceGroupBeingDeleted)$/,
    retry: { everyMs: seconds(10), forMs: minutes(5) },
    why: 'something still lies in it: Azure counts what has just been deleted for some minutes',
    next: [
      'Wait a few minutes, then run the same command again.',
      'az resource list --resource-group GROUP shows what is in it.',
    ],
  },
  {
    code: /^(ConflictError|Conflict|StorageAccountOperationInProgress)$/,
    retry: { everyMs: seconds(10), forMs: minutes(2) },
    why: 'another operation on this resource has not ended, or something still depends on it',
    next: [
      'Wait a few minutes, then run the same command again.',
      'gotthard plan shows what holds the name.',
    ],
  },
  {
    code: /^ResourceGroupDeletionBlocked$/,
    why: 'a resource in the group refused to be deleted',
    next: ['az resource list --resource-group GROUP shows what is left; delete that first.'],
  },
  {
    code: /^RoleAssignmentExists$/,
    why: 'somebody has given this role to the same principal at the same scope since the plan was made',
    next: ['Run the same command again: their assignment is used then, and left alone.'],
  },
  {
    code: /^RoleAssignmentUpdateNotPermitted$/,
    why: 'under this name there is an assignment of another principal, perhaps one that was deleted',
    next: [
      'az role assignment list --all --query "[?principalName==``]" shows those without a principal; delete them.',
    ],
  },
  {
    code: /^RoleAssignmentLimitExceeded$/,
    why: 'the subscription has no room for another role assignment',
    next: ['Remove assignments that nobody needs, or give roles to groups: az role assignment list --all'],
  },
  {
    code: /^ScopeLocked$/,
    // One of ours that was lifted a moment ago may hold a little longer.
    retry: { everyMs: seconds(10), forMs: minutes(1) },
    why: 'a lock forbids it, and Gotthard never lifts a lock that is not its own',
    next: ['Ask the owner of the lock to lift it: az lock list --resource-group GROUP'],
  },
  {
    code: /^ChangedSincePlan$/,
    why: 'somebody else changed it while this was planned or run, and that change is kept',
    next: ['gotthard plan shows what it is like now.'],
  },
  {
    code: /^GroupNotEmpty$/,
    why: 'somebody keeps something in this resource group, and deleting the group would delete it too',
    next: ['Move it elsewhere, or leave the group out: az resource list --resource-group GROUP'],
  },
  {
    code: /^MissingSubscriptionRegistration$/,
    retry: { everyMs: seconds(10), forMs: minutes(10) },
    why: 'the resource provider is not registered in the subscription',
    next: ['az provider register --namespace NAMESPACE --wait'],
  },
  {
    code: /^(NoRegisteredProviderFound|LocationNotAvailableForResourceType|InvalidResourceLocation|MissingRegistrationForLocation)$/,
    why: 'this type of resource is not offered in the region, or it exists in another one',
    next: ['gotthard plan says which regions offer it; change `region` or `modelRegion` in the estate file.'],
  },
  {
    code: /^InvalidResourceGroupLocation$/,
    why: 'the resource group exists in another region, and groups can not be moved',
    next: ['Keep its region in the estate file, or give ours another name under `naming.overrides`.'],
  },
  {
    code: /^(SubscriptionNotFound|ReadOnlyDisabledSubscription)$/,
    why: 'the subscription is disabled, or not one of the directory that is signed in to',
    next: ['az account list --all shows its state and directory.'],
  },
  {
    code: /^SpecialFeatureOrQuotaIdRequired$/,
    why: 'the subscription has no access to this model or feature',
    next: ['Ask for access in the Azure portal under Azure OpenAI, or use a subscription that has it.'],
  },
  {
    code: /^InsufficientQuota$/,
    why: 'the subscription has too little quota for this model and deployment type in this region',
    next: [
      'Lower `capacity` of the model in the estate file.',
      'Ask for more quota in the Azure portal under Azure OpenAI, Quotas.',
      'Purge deleted accounts that still hold quota: az cognitiveservices account list-deleted',
    ],
  },
  {
    code: /^(InvalidResourceProperties|DeploymentModelNotSupported|ServiceModelDeprecated)$/,
    why: 'the region does not offer this model in this version and deployment type, or not any more',
    next: ['gotthard plan lists what the region offers; change `models` in the estate file.'],
  },
  {
    code: /^(FlagMustBeSetForRestore|CustomDomainInUse|VaultAlreadyExists)$/,
    why: 'the name is taken, or a deleted resource still holds it',
    next: [
      'Raise `naming.generation` in the estate file to get a fresh name.',
      'gotthard plan says who holds it.',
    ],
  },
  {
    code: /^SoftDeletedVaultDoesNotExist$/,
    why: 'what was to be brought back from deletion has been purged meanwhile',
    next: ['Run the same command again: it is made anew then.'],
  },
  {
    code: /SubnetIsFull$/,
    why: 'the subnet of the private endpoints has no free address',
    next: ['Give it a larger range in the estate file, or remove endpoints that nobody uses.'],
  },
  {
    code: /^PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled$/,
    why: 'the subnet that exists applies network policies to private endpoints in a way that Azure refuses',
    next: [
      'az network vnet subnet update --ids SUBNET --private-endpoint-network-policies NetworkSecurityGroupEnabled',
    ],
  },
  {
    code: /^(OverlappingSubnetsNotPermittedInSecurityRule|PrivateIPAddress)/,
    why: 'the address ranges do not fit together',
    next: ['Correct the ranges of the environment in the estate file.'],
  },
  {
    code: /^Netcfg/,
    why: 'the address ranges do not fit together',
    next: ['Correct the ranges of the environment in the estate file.'],
  },
  {
    code: /^RequestDisallowedByPolicy$/,
    why: 'an Azure Policy assignment of your organisation denies it',
    next: ['Ask the owner of the policy for an exemption, or change the estate file so that it complies.'],
  },
  {
    code: /^(AuthorizationFailed|LinkedAuthorizationFailed|LinkedAccessCheckFailed)$/,
    why: 'the signed-in principal lacks a right, or it has lapsed',
    next: ['Activate your role, or ask for the right named above, then run the same command again.'],
  },
  {
    code: /^(AuthenticationFailed|KeyBasedAuthenticationNotPermitted|NoAuthenticationInformation)$/,
    status: [403],
    why: 'the storage account does not accept this key, signature or sign-in',
    next: [
      'Check AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN; without both the sign-in of --credential is used.',
    ],
  },
  {
    code: /^(ExpiredAuthenticationToken|InvalidAuthenticationToken|AuthenticationFailed)$/,
    retry: { everyMs: seconds(1), forMs: seconds(30) },
    why: 'the sign-in has expired',
    next: ['Sign in again with az login, then run the same command again.'],
  },
  {
    code: /^(ForbiddenByFirewall|ForbiddenByConnection|ForbiddenByPolicy|AccessDenied)$/,
    why: 'it answers from its private network only, and this machine is not in it',
    next: ['Ask from a machine in the network: nothing of a deployment needs that.'],
  },
  {
    code: /^(ForbiddenByRbac|Forbidden)$/,
    retry: { everyMs: seconds(10), forMs: minutes(10) },
    why: 'a role that was just given takes some minutes to take effect',
    next: ['Wait up to ten minutes, then run the same command again.'],
  },
  {
    code: /^NotAsAsked$/,
    why: 'Azure took the request and made something else of it: a policy with effect modify, most likely',
    next: ['Ask the owner of the policy for an exemption, or put in the estate file what the policy wants.'],
  },
  {
    code: /^(ProvisioningFailed|NotFoundAfterWrite|TookTooLong)$/,
    why: 'Azure accepted the request and did not end it well',
    next: ['Look at https://status.azure.com and at the activity log, then run the same command again.'],
  },
  {
    code: /^InvalidAuthenticationTokenTenant$/,
    why: 'the sign-in is of another directory than the subscription',
    next: ['az login --tenant DIRECTORY, with the directory of the estate file'],
  },
  {
    code: /^ContainerNotFound$/,
    why: 'the container that the estate file names under state does not exist',
    next: ['az storage container create --auth-mode login --account-name ACCOUNT --name CONTAINER'],
  },
  {
    code: /^(AuthorizationPermissionMismatch|InsufficientAccountPermissions)$/,
    why: 'this sign-in has no role for the blobs of the container that the estate file names under state',
    next: [
      'az role assignment create --role "Storage Blob Data Contributor" --assignee YOU --scope CONTAINER, then wait up to ten minutes',
    ],
  },
  {
    code: /^AuthorizationFailure$/,
    why: 'the storage account answers chosen networks only, and this machine is in none of them',
    next: [
      'Run it from a machine that the firewall of the storage account lets in, such as a build agent; or check the key.',
    ],
  },
  {
    code: /^PriceListUnreachable$/,
    why: 'this machine has no way to the public price list',
    next: [
      'Check network and proxy, then run gotthard prices refresh again; the prices known so far are used.',
    ],
  },
  {
    code: /^(PriceListGarbled|ForeignOrigin)$/,
    why: 'something between here and the price list, or the list itself, answers what it should not',
    next: ['Check the proxy, then run the same command again; the prices known so far are still used.'],
  },
  {
    code: /^ConnectionLost$/,
    retry: { everyMs: seconds(2), forMs: minutes(5) },
    why: 'the connection to Azure broke',
    next: ['Check network and proxy, then run the same command again.'],
  },
  {
    code: /./,
    status: [429],
    retry: { everyMs: seconds(5), forMs: minutes(15) },
    why: 'Azure asks to slow down',
    next: ['Wait some minutes, then run the same command again.'],
  },
  {
    code: /./,
    status: [408, 500, 502, 503, 504],
    retry: { everyMs: seconds(2), forMs: minutes(3) },
    why: 'Azure itself failed to answer',
    next: ['Look at https://status.azure.com, then run the same command again.'],
  },
];

const unknown: ArmCode = {
  code: /./,
  why: 'Azure refused it',
  next: ['Run again with --verbose to see the whole answer, and give the correlation id to Azure support.'],
};

/** The row for a refusal. */
export function armCode(code: string, status: number | null): ArmCode {
  return (
    armCodes.find((row) => row.code.test(code) && (row.status?.includes(status ?? -1) ?? true)) ?? unknown
  );
}
