import { type Finding, failed, warning } from '../rule.ts';
import { type Leak, leakKinds } from './leak.ts';

/** What a check says of a way that leads to a stamp. What the estate file asks for is repeated, not refused. */
export function findingOf(leak: Leak): Finding {
  const { id, rule, kind, asked } = leak;
  const evidence = `${id}: ${rule}`;
  const message = sentence(leak);
  const next = `${leakKinds[kind].next} ${rule} of ${id}`;
  if (asked) return warning(`${message}, as the estate file asks for`, next, evidence);
  // Applications that people run have identities of their own: who they are is for people to say.
  return kind === 'unknown principal' ? warning(message, next, evidence) : failed(message, next, evidence);
}

/** `jura/dev is peered by to-jura`, and whether another wall still stands. */
export function sentence({ from, lets, reach }: Leak): string {
  return `${whoOf(from)} ${lets}${reach === 'open' ? '' : ' (another wall still stands)'}`;
}

/** So many names are told; the others are counted. */
const named = 3;

function whoOf(from: readonly string[]): string {
  if (from.length === 0) return 'somebody outside of the estate';
  const more = from.length - named;
  return more > 0 ? `${from.slice(0, named).join(', ')} and ${more} more` : from.join(', ');
}
