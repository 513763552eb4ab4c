import { overlap, parseCidr } from '../../estate/cidr.ts';
import { sameId } from '../../resource/arm-id.ts';
import { at } from '../../resource/json.ts';
import { known } from '../../resource/subscription.ts';
import { inFile } from '../places.ts';
import { type Check, cannotTell, designedOf, failed, notApplicable, orOk } from '../rule.ts';

export const addressOverlap: Check = {
  id: 'GT-CHECK-ADDRESSES',
  stage: 'before',
  checklist: ['NET-1'],
  title: 'Addresses overlap no existing virtual network of the subscription, nor one that it is peered with',
  run: (input) => {
    const designed = designedOf(input.design, 'Microsoft.Network/virtualNetworks');
    const own = designed.flatMap(({ body }) => {
      const ranges = at(body, '/properties/addressSpace/addressPrefixes');
      return Array.isArray(ranges) ? ranges.filter((range) => typeof range === 'string') : [];
    });
    if (own.length === 0) return [notApplicable('an existing virtual network is used')];
    if (input.facts.virtualNetworks === undefined)
      return [notApplicable('the virtual network exists already')];
    const networks = known(input.facts.virtualNetworks);
    if (!networks) return [cannotTell('address overlaps', input.facts.virtualNetworks, input)];
    const others = networks.filter(({ id }) => !designed.some((each) => sameId(each.id, id)));
    const taken = others.flatMap(({ id, name, ranges, peered = [] }) => [
      ...ranges.map((range) => ({ id, range, where: `virtual network ${name}` })),
      ...peered.map((range) => ({ id, range, where: `a network that ${name} is peered with` })),
    ]);
    const findings = taken.flatMap(({ id, range, where }) =>
      own
        .filter((each) => rangesOverlap(each, range))
        .map((each) =>
          failed(
            `${each} overlaps ${range} of ${where}`,
            `Choose another ${inFile('addressSpace', input.design)}, or name ${range} under \`reservedRanges\` and let the wizard propose one.`,
            id,
          ),
        ),
    );
    return orOk(
      findings,
      `${own.join(', ')} overlaps none of ${others.length} existing virtual networks, nor what they are peered with`,
    );
  },
};

/** Ranges that can't be read, IPv6 ones among them, overlap nothing of ours. */
function rangesOverlap(one: string, other: string): boolean {
  const [a, b] = [parseCidr(one), parseCidr(other)];
  return a !== undefined && b !== undefined && overlap(a, b);
}
