import template from '../../templates/workbook.json' with { type: 'json' };
import { guidOf } from '../estate/hash.ts';
import { nameMark } from '../estate/naming.ts';
import { idKey } from '../resource/arm-id.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** The dashboard: `templates/workbook.json` with the ids of this stamp. Azure wants a GUID for its name. */
export function workbook({ ids, tags, region, stamp }: Area): DesignedResource {
  const given: Readonly<Record<string, string>> = {
    stamp: stamp.name,
    workspace: ids.workspace,
    account: ids.account,
    vault: ids.vault,
    subscription: ids.subscription,
    hash: nameMark(stamp),
  };
  const filled = JSON.stringify(template).replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => given[name] ?? '',
  );
  const name = guidOf([idKey(ids.monitorGroup), 'workbook', stamp.name]);
  return {
    ...resource({
      id: `${ids.monitorGroup}/providers/Microsoft.Insights/workbooks/${name}`,
      type: 'Microsoft.Insights/workbooks',
      noun: 'workbook',
      step: 'Monitoring',
      body: {
        location: region,
        kind: 'shared',
        tags,
        properties: {
          displayName: `Azure OpenAI of ${stamp.name}`,
          category: 'workbook',
          version: 'Notebook/1.0',
          sourceId: idKey(ids.workspace),
          serializedData: filled,
        },
      },
      dependsOn: [ids.workspace, ids.account, ids.vault],
    }),
    title: `workbook of ${stamp.name}`,
  };
}
