import type { Answers } from './answers.ts';
import type { Integration } from './integration.ts';

/** What answers ask for beside the models, alike in every environment; undefined where that is nothing. */
export function integrationFrom(answers: Answers): Integration | undefined {
  const { services = [], storageKind = 'blob', sqlAdministrators } = answers;
  const asked: Integration = {
    ...(services.includes('storage') ? { storage: storageKind } : {}),
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
  };
  return Object.keys(asked).length === 0 ? undefined : asked;
}
