import { ArmError } from './errors.ts';

const wellFormed = /^\d{4}-\d{2}-\d{2}(-preview|-alpha|-beta|-rc|-privatepreview)?$/i;

/** The api-version of a request; throws 400 when it is missing or malformed. */
export function requireApiVersion(query: ReadonlyMap<string, string>): string {
  const version = query.get('api-version');
  if (version === undefined || version === '') {
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (!wellFormed.test(version)) {
    throw new ArmError(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid. It must be a date of the form YYYY-MM-DD, optionally followed by -preview.`,
    );
  }
  return version.toLowerCase();
}

/** Refuses an api-version that a type was never published with. An empty list takes every well-formed one. */
export function checkApiVersion(version: string, known: readonly string[], type: string): void {
  if (known.length === 0 || known.some((one) => one.toLowerCase() === version)) return;
  const message = `No registered resource provider found for API version '${version}' and type '${type}'. The supported api-versions are '${known.join(', ')}'.`;
  throw new ArmError(400, 'NoRegisteredProviderFound', message);
}
