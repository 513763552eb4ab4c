import { at, isObject, type Json } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Check, type Finding, failed, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

export const privateEndpoints: Check = {
  id: 'GT-CHECK-ENDPOINTS',
  stage: 'after',
  checklist: ['NET-4', 'NET-5'],
  title: 'Private endpoints are approved',
  risk: 'Nothing inside the network reaches the service.',
  run: (input) => existing(input, 'GT-CHECK-ENDPOINTS', 'Microsoft.Network/privateEndpoints', judge),
};

function judge({ id, title, body }: Existing): Finding[] {
  const connections = [
    ...objects(at(body, '/properties/privateLinkServiceConnections')),
    ...objects(at(body, '/properties/manualPrivateLinkServiceConnections')),
  ];
  const states = connections.map((connection) =>
    textAt(connection, '/properties/privateLinkServiceConnectionState/status'),
  );
  const targets = connections.map((connection) => textAt(connection, '/properties/privateLinkServiceId'));
  const evidence = `${id}: ${states.join(', ') || 'no connection'} to ${targets.join(', ') || 'nothing'}`;
  const approved = states.length > 0 && states.every((state) => state.toLowerCase() === 'approved');
  return [
    approved
      ? ok(`${title} is approved`, evidence)
      : failed(
          `${title} is not approved`,
          `Ask the owner of the target to approve it: az network private-endpoint-connection list --id ${targets[0] ?? 'TARGET'}`,
          evidence,
        ),
  ];
}

function objects(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
