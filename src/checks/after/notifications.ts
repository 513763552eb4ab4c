import { at, isObject, type JsonObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Check, designedOf, type Finding, notApplicable, ok, warning } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const type = 'Microsoft.Insights/actionGroups';

export const notifications: Check = {
  id: 'GT-CHECK-NOTIFICATIONS',
  stage: 'after',
  checklist: ['MON-5'],
  title: 'Alerts reach somebody',
  risk: 'An alert that nobody gets is none.',
  run: (input) => existing(input, 'GT-CHECK-NOTIFICATIONS', type, reached),
};

export const itsm: Check = {
  id: 'GT-CHECK-ITSM',
  stage: 'after',
  checklist: ['MON-6'],
  title: 'Alerts reach the ITSM system, by webhooks that Entra protects',
  risk: 'An incident has no ticket, or a ticket comes from anybody who knows the URL.',
  run: (input) => {
    const wanted = designedOf(input.design, type).some(({ body }) => entriesAt(body, 'webhook').length > 0);
    return wanted
      ? existing(input, 'GT-CHECK-ITSM', type, protectedByEntra)
      : [notApplicable('no ITSM system is named under notifications.itsm')];
  },
};

function reached({ id, title, body }: Existing): Finding[] {
  const addresses = entriesAt(body, 'email').map((entry) => textAt(entry, '/emailAddress'));
  // Whoever knows such a URL can raise false alarms, and its owner may not know who does; the URL itself is not told.
  const open = entriesAt(body, 'webhook').filter((entry) => at(entry, '/useAadAuth') !== true);
  return [
    ...(addresses.length > 0
      ? [ok(`${title} tells ${addresses.map(channel).join(', ')}`, id)]
      : [
          warning(
            `${title} tells nobody by e-mail or in Teams`,
            'Name addresses under notifications.emails or notifications.teams in the estate file; then gotthard deploy.',
            id,
          ),
        ]),
    ...open.map((entry) =>
      warning(
        `${title} calls ${textAt(entry, '/name')}, a webhook that anybody who knows its URL can call`,
        'Protect it by an Entra application and name it under notifications.itsm, or remove it.',
        id,
      ),
    ),
  ];
}

function channel(address: string): string {
  return /@([a-z0-9-]+\.)*teams\.ms$/i.test(address) ? `${address} (Teams)` : address;
}

function protectedByEntra({ id, title, body }: Existing): Finding[] {
  const secure = entriesAt(body, 'webhook').filter((entry) => at(entry, '/useAadAuth') === true);
  return secure.map((entry) =>
    ok(
      `${title} calls ${textAt(entry, '/name')} with a token for ${textAt(entry, '/identifierUri')}`,
      `${id}: application ${textAt(entry, '/objectId')}`,
    ),
  );
}

function entriesAt(body: JsonObject, kind: 'email' | 'webhook'): JsonObject[] {
  const entries = at(body, `/properties/${kind}Receivers`);
  return Array.isArray(entries) ? entries.filter(isObject) : [];
}
