import { ArmError } from '../errors.ts';
import { isObject, type Json, type JsonObject, listAt, textAt } from '../json.ts';
import type { TypeModel, Write } from '../provider.ts';
import {
  anything,
  boolean,
  choice,
  integer,
  list,
  map,
  object,
  oneOf,
  required,
  type Shape,
  text,
} from '../shape.ts';
import { factoryVersions, pipelineName, types } from './names.ts';
import { referenceShape, refuseWhileReferenced, requireReferences } from './references.ts';

const expression = object({ type: required(oneOf('Expression')), value: required(text()) });

/** Those of the activities whose bodies are checked to the last member; of the others only what all have. */
const typeProperties: { readonly [type: string]: Shape } = {
  GetMetadata: object({
    dataset: required(referenceShape('DatasetReference')),
    fieldList: list(anything()),
    storeSettings: anything(),
    formatSettings: anything(),
  }),
  Lookup: object({
    source: required(anything()),
    dataset: required(referenceShape('DatasetReference')),
    firstRowOnly: anything(),
    treatDecimalAsString: anything(),
  }),
  WebActivity: object({
    method: required(oneOf('GET', 'POST', 'PUT', 'DELETE', 'PATCH')),
    url: required(anything()),
    headers: map(anything()),
    body: anything(),
    authentication: object({
      type: text(),
      pfx: anything(),
      username: anything(),
      password: anything(),
      resource: anything(),
      userTenant: anything(),
      credential: anything(),
    }),
    disableCertValidation: boolean(),
    httpRequestTimeout: anything(),
    turnOffAsync: boolean(),
    datasets: list(referenceShape('DatasetReference')),
    linkedServices: list(referenceShape('LinkedServiceReference')),
    connectVia: referenceShape('IntegrationRuntimeReference'),
  }),
  Wait: object({ waitTimeInSeconds: required(anything()) }),
  ForEach: object({
    isSequential: boolean(),
    batchCount: integer({ min: 1, max: 50 }),
    items: required(expression),
    activities: required(list(choice(activityShape), { min: 1 })),
  }),
};

/** Activities that only order others: they run nowhere, and nothing can go wrong with them. */
const control: readonly string[] = ['ForEach', 'Wait'];

const ran = {
  policy: object({
    timeout: anything(),
    retry: anything(),
    retryIntervalInSeconds: integer({ min: 30, max: 86_400 }),
    secureInput: boolean(),
    secureOutput: boolean(),
  }),
  linkedServiceName: referenceShape('LinkedServiceReference'),
};
const moved = {
  inputs: list(referenceShape('DatasetReference')),
  outputs: list(referenceShape('DatasetReference')),
};

function activityShape(value: Json): Shape {
  const type = textAt(value, 'type') ?? '';
  return object({
    name: required(text({ min: 1, max: 55 })),
    type: required(text()),
    description: text(),
    state: oneOf('Active', 'Inactive'),
    onInactiveMarkAs: oneOf('Succeeded', 'Failed', 'Skipped'),
    dependsOn: list(
      object({
        activity: required(text()),
        dependencyConditions: required(list(oneOf('Succeeded', 'Failed', 'Skipped', 'Completed'))),
      }),
    ),
    userProperties: list(object({ name: required(text()), value: required(anything()) })),
    ...(control.includes(type) ? {} : ran),
    ...(type in typeProperties ? {} : moved),
    typeProperties: required(typeProperties[type] ?? map(anything())),
  });
}

/** Microsoft.DataFactory/factories/pipelines. */
export const pipelines: TypeModel = {
  type: types.pipeline,
  apiVersions: factoryVersions,
  placement: 'group',
  name: { pattern: pipelineName, max: 140, code: 'BadRequest' },
  body: object({
    properties: required(
      object({
        description: text(),
        activities: list(choice(activityShape), { max: 80 }),
        parameters: map(object({ type: required(text()), defaultValue: anything() })),
        variables: map(
          object({ type: required(oneOf('String', 'Bool', 'Array')), defaultValue: anything() }),
        ),
        concurrency: integer({ min: 1 }),
        annotations: list(anything()),
        runDimensions: map(anything()),
        folder: object({ name: text() }),
        policy: object({ elapsedTimeMetric: object({ duration: anything() }) }),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  patch: false,
  etag: true,
  showsState: false,
  admit: admitPipeline,
  mayDelete: refuseWhileReferenced,
};

function admitPipeline({ world, id, body }: Write): JsonObject {
  requireReferences(world, id.id, body);
  checkActivities(listAt(body, 'properties', 'activities').filter(isObject));
  return body;
}

/** Names are unique among those that run together, and an activity waits for one of them. */
function checkActivities(activities: readonly JsonObject[]): void {
  const names = activities.map((one) => textAt(one, 'name') ?? '');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw bad(`The pipeline has more than one activity '${twice}'.`);
  for (const activity of activities) {
    for (const { activity: other = null } of listAt(activity, 'dependsOn').filter(isObject)) {
      if (typeof other === 'string' && names.includes(other)) continue;
      throw bad(
        `Activity '${textAt(activity, 'name') ?? ''}' depends on '${String(other)}', which is not in the pipeline.`,
      );
    }
    checkActivities(listAt(activity, 'typeProperties', 'activities').filter(isObject));
  }
}

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}
