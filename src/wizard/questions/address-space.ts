import { prefixes, proposeRange } from '../../estate/address-plan.ts';
import type { Answers } from '../../estate/answers.ts';
import { formatCidr, isAligned, overlap, parseCidr, prefixOf } from '../../estate/cidr.ts';
import { defaultAddressSpace } from '../../estate/from-answers.ts';
import type { Advice, Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** A range that is taken, and by what. */
interface Taken {
  readonly as: string;
  readonly range: string;
}

/** The private ranges of RFC 1918, in which a free one is looked for. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** The range out of which everything takes its own. */
export const addressSpaceQuestion: WizardQuestion = {
  id: 'address-space',
  section: 'Network',
  asked: ['custom'],
  label: 'Address space',
  standard: defaultAddressSpace,
  applies: ({ network }) => network !== 'existing',
  async ask({ ask, advice }, answers) {
    const taken = await takenRanges(advice, answers);
    const environments = answers.environments?.length ?? 1;
    const addressSpace = await ask.text({
      id: 'address-space',
      message: 'Which address space may the estate use?',
      why: 'Tenants and environments take their ranges out of it; once written they are never changed.',
      explain:
        `A private IPv4 range that nothing else of yours overlaps. Each environment takes a /${prefixes.environment} ` +
        `with its subnets, each tenant a /${prefixes.tenant}. A /16 leaves room for sixteen tenants.`,
      default: answers.addressSpace ?? freeSpace(16, taken) ?? '',
      check: (text) => checkAddressSpace(text, taken, environments),
    });
    return withAnswer(answers, 'addressSpace', addressSpace);
  },
  given: ({ addressSpace }) => addressSpace,
};

/** Whether a range is well-formed, free of others and large enough; with the nearest one that is. */
export function checkAddressSpace(text: string, taken: readonly Taken[], environments: number): Verdict {
  const range = parseCidr(text);
  if (range === undefined) {
    return { ok: false, reason: 'an IPv4 range such as 10.40.0.0/16', ...suggest(freeSpace(16, taken)) };
  }
  const prefix = prefixOf(range);
  if (!isAligned(text)) {
    return { ok: false, reason: 'it does not start a range', suggestion: formatCidr(range.start, prefix) };
  }
  // Environments take equal ranges, so the next power of two has room for them.
  const largestPrefix = prefixes.environment - Math.ceil(Math.log2(Math.max(1, environments)));
  if (prefix > largestPrefix) {
    return {
      ok: false,
      reason: `too small: ${environments} environments take a /${prefixes.environment} each`,
      ...suggest(freeSpace(largestPrefix, taken)),
    };
  }
  const conflict = taken.find((other) => {
    const parsed = parseCidr(other.range);
    return parsed !== undefined && overlap(parsed, range);
  });
  if (conflict !== undefined) {
    return {
      ok: false,
      reason: `overlaps ${conflict.as}, ${conflict.range}`,
      ...suggest(freeSpace(prefix, taken)),
    };
  }
  const room = 2 ** (prefixes.environment - prefix);
  return { ok: true, note: `${range.end - range.start} addresses, room for ${room} environments` };
}

/** A free private range of a size, the usual one where it is free. */
function freeSpace(prefix: number, taken: readonly Taken[]): string | undefined {
  const used = taken.map(({ range }) => range);
  return [defaultAddressSpace, ...privateRanges]
    .map((space) => proposeRange(space, prefix, used))
    .find((found) => found !== undefined);
}

function suggest(suggestion: string | undefined): { suggestion?: string } {
  return suggestion === undefined ? {} : { suggestion };
}

/** Reserved ranges, and virtual networks that exist in the chosen subscriptions. */
async function takenRanges(advice: Advice, answers: Answers): Promise<Taken[]> {
  const subscriptions = new Set(
    (answers.environments ?? []).flatMap(({ subscriptionId }) => subscriptionId ?? []),
  );
  const networks = await Promise.all([...subscriptions].map((id) => advice.existingRanges(id)));
  return [
    ...(answers.reservedRanges ?? []).map(({ name, range }) => ({ as: `the reserved range ${name}`, range })),
    ...networks.flat().map(({ name, range }) => ({ as: `the virtual network ${name}`, range })),
  ];
}
