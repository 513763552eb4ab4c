import { describe, expect, it } from 'vitest';
import { makeDesign } from '../../src/design/make-design.ts';
import { at } from '../../src/resource/json.ts';
import { queryProblem } from '../../src/sandbox/microsoft.operationalinsights/query-check.ts';
import { aStamp, everything } from '../kit/deployment.ts';

const design = makeDesign(aStamp(everything));
const ofType = (type: string) => design.resources.filter((resource) => resource.type.endsWith(`/${type}`));
const queries = ofType('scheduledQueryRules').map(({ id, body }) => {
  const query = at(body, '/properties/criteria/allOf/0/query');
  return [id.slice(id.lastIndexOf('/') + 1), String(query)] as const;
});

describe('a log alert', () => {
  it.each(queries)('%s asks for tables and columns that there are', (_name, query) => {
    expect(queryProblem(query)).toBeUndefined();
    expect(query).not.toContain('{{');
  });

  it.each(queries)(
    '%s looks at the own account and vault alone, whoever shares the workspace',
    (_name, query) => {
      const [, resources] = /_ResourceId in~ \((.*)\)/.exec(query) ?? [];
      const own = [...ofType('accounts'), ...ofType('vaults')].map(({ id }) => id);
      expect(JSON.parse(`[${resources}]`)).toEqual(own);
    },
  );

  it('on keys that are used from elsewhere is there where keys are, and only there', () => {
    const without = makeDesign(aStamp());
    const names = (of: typeof design) =>
      of.resources.filter(({ id }) => id.includes('/log-key-from-elsewhere-')).map(({ type }) => type);
    expect(names(design)).toEqual(['Microsoft.Insights/scheduledQueryRules']);
    expect(names(without)).toEqual([]);
  });
});

describe('the workbook', () => {
  const [workbook] = ofType('workbooks');
  const content = String(at(workbook?.body, '/properties/serializedData'));
  const shown = JSON.parse(content) as { items: { content: { query?: string; queryType?: number } }[] };

  it('asks for tables and columns that there are, and knows whose it is', () => {
    expect(content).not.toContain('{{');
    // Type 1 asks Azure Resource Graph, which is no workspace.
    const asked = shown.items.flatMap(({ content: { query, queryType } }) =>
      query === undefined || queryType === 1 ? [] : [query],
    );
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.map(queryProblem).filter((problem) => problem !== undefined)).toEqual([]);
  });
});
