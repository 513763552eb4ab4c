import { z } from 'zod';
import table from '../../templates/classification.json' with { type: 'json' };

/** Classes of data, the least sensitive first. */
export const classifications = ['public', 'internal', 'confidential', 'strictly-confidential'] as const;
export type Classification = (typeof classifications)[number];

/** Confidential: what is sent to a model is rarely known beforehand. */
export const defaultClassification: Classification = 'confidential';

const either = <T extends z.ZodType>(value: T) => z.strictObject({ production: value, otherwise: value });

const row = z.strictObject({
  meaning: z.string().min(1),
  /** Days for which logs are kept at least. */
  logRetentionInDays: either(z.int().min(30).max(730)),
  /** Whether the vault has to survive whoever deletes it. */
  purgeProtection: either(z.boolean()),
  /** Whether data at rest has to be encrypted with a key of the customer. */
  customerManagedKey: z.boolean(),
  /** Whether each denied access is told at once. */
  alertOnDeniedAccess: z.boolean(),
});

/** `templates/classification.json`, whole and with nothing else in it. Throws at the start when it isn't. */
const rows = z
  .strictObject({
    public: row,
    internal: row,
    confidential: row,
    'strictly-confidential': row,
  })
  .parse(table) satisfies Readonly<Record<Classification, z.output<typeof row>>>;

/** What follows from the class of an environment's data, for that environment. */
export interface ClassRules {
  readonly classification: Classification;
  readonly logRetentionInDays: number;
  readonly purgeProtection: boolean;
  readonly customerManagedKey: boolean;
  readonly alertOnDeniedAccess: boolean;
}

/** The rules of a class. */
export function rulesOf(classification: Classification, production: boolean): ClassRules {
  const { logRetentionInDays, purgeProtection, ...same } = rows[classification];
  const where = production ? 'production' : 'otherwise';
  return {
    classification,
    logRetentionInDays: logRetentionInDays[where],
    purgeProtection: purgeProtection[where],
    customerManagedKey: same.customerManagedKey,
    alertOnDeniedAccess: same.alertOnDeniedAccess,
  };
}

/** What a class means, for people. */
export function meaningOf(classification: Classification): string {
  return rows[classification].meaning;
}

/** What follows from the class of an environment. */
export function classRules({
  classification,
  production,
}: {
  readonly classification: Classification;
  readonly production: boolean;
}): ClassRules {
  return rulesOf(classification, production);
}
