import { ArmError } from '../errors.ts';
import { isObject, type JsonObject, textAt } from '../json.ts';
import type { TypeModel } from '../provider.ts';
import { list, object, oneOf, readOnly, required, tags, text } from '../shape.ts';

const sync = { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } } as const;

/**
 * Microsoft.Insights/workbooks. Its content is answered whether `canFetchContent` asks for it or not.
 * Sources: azure-rest-api-specs, applicationinsights, Workbooks_API (2023-06-01); "Azure Workbooks by ARM template", where
 * the name is a GUID and the content is JSON in a text.
 */
export const workbooks: TypeModel = {
  type: 'Microsoft.Insights/workbooks',
  apiVersions: ['2021-03-08', '2021-08-01', '2022-04-01', '2023-06-01'],
  placement: 'group',
  name: { pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i },
  body: object({
    location: required(text()),
    kind: oneOf('shared'),
    tags: tags(),
    etag: text(),
    properties: required(
      object({
        displayName: required(text({ min: 1 })),
        serializedData: required(text({ min: 1 })),
        category: required(text({ min: 1 })),
        version: text(),
        sourceId: text(),
        storageUri: text(),
        description: text(),
        tags: list(text()),
        timeModified: readOnly(text()),
        userId: readOnly(text()),
        revision: readOnly(text()),
      }),
    ),
  }),
  pace: sync,
  showsState: false,
  showsSystemData: true,
  admit: ({ body }) => {
    if (!isObject(parsed(textAt(body, 'properties', 'serializedData') ?? ''))) {
      throw new ArmError(400, 'BadRequest', 'The serializedData of a workbook has to be a JSON object.');
    }
    return { kind: 'shared', ...body };
  },
};

function parsed(content: string): JsonObject | undefined {
  try {
    return JSON.parse(content) as JsonObject;
  } catch {
    return undefined;
  }
}
