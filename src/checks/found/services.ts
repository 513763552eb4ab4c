import type { Found, FoundResource } from '../../resource/found.ts';
import { at } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { attested, type Finding, failed, ok } from '../rule.ts';
import { accountsIn, nameOf, vaultsIn } from './within.ts';

export function publicAccessFound(found: Found): Finding[] {
  return [...accountsIn(found), ...vaultsIn(found)].map((resource) => {
    const { id, body } = resource;
    const access = textAt(body, '/properties/publicNetworkAccess') || 'Enabled';
    const action = textAt(body, '/properties/networkAcls/defaultAction') || 'Allow';
    const evidence = `${id}: publicNetworkAccess ${access}, networkAcls.defaultAction ${action}`;
    return access.toLowerCase() === 'disabled'
      ? ok(`${nameOf(resource)} has no public access`, evidence)
      : failed(
          `${nameOf(resource)} is reachable from the internet`,
          `az resource update --ids ${id} --set properties.publicNetworkAccess=Disabled`,
          evidence,
        );
  });
}

export function localAuthenticationFound(found: Found): Finding[] {
  return accountsIn(found).map((resource) => {
    const { id, body } = resource;
    const disabled = at(body, '/properties/disableLocalAuth') === true;
    const evidence = `${id}: disableLocalAuth ${disabled}`;
    return disabled
      ? ok(`${nameOf(resource)} takes no API keys`, evidence)
      : failed(
          `${nameOf(resource)} takes API keys`,
          `Move its callers to Entra tokens, then: az resource update --ids ${id} --set properties.disableLocalAuth=true`,
          evidence,
        );
  });
}

/** A subdomain of its own is what Private Link and Entra tokens need; an identity is what an own key needs. */
export function accountFound(found: Found): Finding[] {
  return accountsIn(found).map((resource) => {
    const { id, body } = resource;
    const subdomain = textAt(body, '/properties/customSubDomainName');
    const identity = textAt(body, '/identity/type') || 'None';
    const evidence = `${id}: customSubDomainName ${subdomain || 'none'}, identity ${identity}`;
    const name = nameOf(resource);
    if (subdomain === '') {
      return failed(
        `${name} has no subdomain of its own: it takes neither Entra tokens nor private endpoints`,
        `az cognitiveservices account update --ids ${id} --custom-domain ${name}`,
        evidence,
      );
    }
    return identity === 'None'
      ? failed(
          `${name} has no managed identity`,
          `az cognitiveservices account identity assign --ids ${id}`,
          evidence,
        )
      : ok(`${name} has its own name and identity`, evidence);
  });
}

export function vaultFound(found: Found): Finding[] {
  return vaultsIn(found).flatMap((resource) => {
    const { id } = resource;
    const name = nameOf(resource);
    const settings = [
      ['enableRbacAuthorization', 'is governed by access policies, not by roles'],
      ['enablePurgeProtection', 'has no purge protection'],
    ] as const;
    const lacking = settings.filter(([member]) => !isOn(resource, member));
    const evidence = `${id}: ${settings.map(([member]) => `${member} ${isOn(resource, member)}`).join(', ')}`;
    if (lacking.length === 0) return [ok(`${name} is governed by roles and survives deletion`, evidence)];
    return lacking.map(([member, what]) =>
      failed(`${name} ${what}`, `az resource update --ids ${id} --set properties.${member}=true`, evidence),
    );
  });
}

function isOn({ body }: FoundResource, member: string): boolean {
  return at(body, `/properties/${member}`) === true;
}

export function encryptionInTransitFound(found: Found): Finding[] {
  const addresses = [
    ...accountsIn(found).map((resource) => ({
      resource,
      address: textAt(resource.body, '/properties/endpoint'),
    })),
    ...vaultsIn(found).map((resource) => ({
      resource,
      address: textAt(resource.body, '/properties/vaultUri'),
    })),
  ];
  return addresses.map(({ resource, address }) =>
    address.startsWith('https://')
      ? attested(
          `${nameOf(resource)} answers on HTTPS only; Azure enforces TLS 1.2 or higher`,
          `${resource.id}: ${address}`,
        )
      : failed(`${nameOf(resource)} shows no HTTPS address`, 'Read the resource again.', resource.id),
  );
}
