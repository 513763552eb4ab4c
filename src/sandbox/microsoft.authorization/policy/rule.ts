import type { Json } from '../../json.ts';
import type { Operator } from './operators.ts';

/** What a condition looks at. Values may hold template expressions. */
export type Left =
  | { readonly of: 'field'; readonly field: string }
  | { readonly of: 'value'; readonly value: Json }
  | {
      readonly of: 'count';
      readonly field?: string;
      readonly value?: Json;
      readonly name?: string;
      readonly where?: Condition;
    };

/** The `if` of a rule, taken apart. */
export type Condition =
  | { readonly kind: 'allOf' | 'anyOf'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly left: Left; readonly operator: Operator; readonly target: Json };

/** A rule, taken apart. */
export interface Rule {
  readonly if: Condition;
  /** Effect as written, possibly an expression. */
  readonly effect: string;
  readonly details: Json | undefined;
}
