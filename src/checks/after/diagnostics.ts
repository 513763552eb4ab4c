import { at, isObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Check, type Finding, failed, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

export const diagnostics: Check = {
  id: 'GT-CHECK-DIAGNOSTICS',
  stage: 'after',
  checklist: ['MON-1', 'KEY-5', 'DAT-4'],
  title: 'Diagnostic settings send logs to the workspace',
  risk: 'What happens is not seen, and an incident can not be told afterwards.',
  run: (input) => existing(input, 'GT-CHECK-DIAGNOSTICS', 'Microsoft.Insights/diagnosticSettings', judge),
};

function judge({ id, title, body }: Existing): Finding[] {
  const workspace = textAt(body, '/properties/workspaceId');
  const enabled = ['logs', 'metrics'].flatMap((member) => {
    const entries = at(body, `/properties/${member}`);
    return Array.isArray(entries)
      ? entries.filter((entry) => isObject(entry) && entry['enabled'] === true)
      : [];
  });
  const evidence = `${id}: ${enabled.length} categories to ${workspace || 'no workspace'}`;
  return [
    workspace !== '' && enabled.length > 0
      ? ok(`${title} collects`, evidence)
      : failed(`${title} collects nothing`, 'gotthard deploy turns it on again.', evidence),
  ];
}
