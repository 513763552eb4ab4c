import { observe } from '../run/observe.ts';
import type { Cloud } from './ports.ts';
import type { Prepared } from './prepare.ts';

/** The same stamp with what exists now. */
export async function reobserved(prepared: Prepared, cloud: Cloud): Promise<Prepared> {
  const observed = await observe(prepared.design, {
    azure: prepared.azure,
    kinds: cloud.kinds,
    requests: prepared.requests,
  });
  return { ...prepared, observed };
}
