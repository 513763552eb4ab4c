import { ArmError } from '../../problems/arm-error.ts';
import type { Fact } from '../../resource/subscription.ts';

/** Sends one read; whoever makes it decides about budgets and about trying again. */
export type Read = <T>(call: () => Promise<T>) => Promise<T>;

/** A value, or Azure's reason for not giving it: a fact that can't be read must not hide the others. */
export async function fact<T>(call: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return { unknown: { code: error.code, reason: error.message } };
  }
}

/** An answer that must be there: its absence is told like a refusal. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new ArmError({ status: 404, code: 'NotFound', message: `${what} was not found` });
  }
  return value;
}
