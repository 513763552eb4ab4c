import type { Answers } from './answers.ts';
import type { Integration, Service } from './integration.ts';

/** What answers ask for beside the models, alike in every environment; undefined where that is nothing. */
export function integrationFrom(answers: Answers): Integration | undefined {
  const { services = [], storageKind = 'blob', sqlAdministrators } = answers;
  const asked: Integration = {
    ...(wantsStorage(services) ? { storage: storageKind } : {}),
    ...(services.includes('cosmos') ? { cosmos: true } : {}),
    ...(services.includes('sql') && sqlAdministrators !== undefined
      ? {
          sql: {
            administrators: sqlAdministrators.name,
            ...(sqlAdministrators.objectId === undefined
              ? {}
              : { administratorsId: sqlAdministrators.objectId }),
          },
        }
      : {}),
    ...(services.includes('dataFactory') ? { dataFactory: true } : {}),
  };
  return Object.keys(asked).length === 0 ? undefined : asked;
}

/** A factory prepares what lies in a storage: it brings one with it. */
export function wantsStorage(services: readonly Service[]): boolean {
  return services.includes('storage') || services.includes('dataFactory');
}
