import Big from 'big.js';
import type { Design, DesignedResource } from '../../design/design.ts';
import { isEmbedding } from '../../facts/model-purposes.ts';
import { at } from '../../resource/json.ts';
import { HOURS, type Metering, ofType, type Use } from '../meter.ts';
import { exactly, isNothing, plus, type Range, rangeOf, times } from '../range.ts';
import { capacityMeter, placeOf, reservedMeter, type TokenDirection, tokenMeter } from '../token-meters.ts';
import type { UsageFigure } from '../usage.ts';

/** Provisioned throughput by the hour it is deployed, used or not; everything else by the tokens that go through. */
export const modelDeployment: Metering = (resource, { design, usage }) => {
  const sku = String(at(resource.body, '/sku/name') ?? '');
  const place = placeOf(sku);
  if (place?.billing === 'capacity') {
    const units = new Big(String(at(resource.body, '/sku/capacity') ?? '0'));
    const { reservation } = usage;
    if (reservation) {
      const meter = reservedMeter(place.deploymentType, reservation);
      const basis = `${units.toFixed()} units, reserved for ${reservation}`;
      return [{ meter, quantity: exactly(units), kind: 'fixed', basis }];
    }
    const meter = capacityMeter(place.deploymentType);
    const basis = `${units.toFixed()} units × ${HOURS} hours, used or not`;
    return [{ meter, quantity: exactly(units.times(HOURS)), kind: 'fixed', basis }];
  }
  const model = modelOf(resource);
  const share = (total: Range): Range => shareOf(total, resource, design);
  const use = (direction: TokenDirection, tokens: Range, from: readonly UsageFigure[]): Use => ({
    meter: tokenMeter(model.name, model.version, place?.deploymentType ?? sku, direction),
    quantity: times(tokens, '0.000001'),
    kind: 'usage',
    basis: `${tokens.expected.toFixed()} tokens a month`,
    from,
  });
  if (isEmbedding(model.name)) return [use('input', share(usage.embeddingTokens), ['embeddingTokens'])];
  const cached = share(usage.cachedTokens);
  const fresh = plus(share(usage.inputTokens), times(cached, -1));
  const input = use('input', fresh, ['inputTokens', 'cachedTokens']);
  const uses = [
    input,
    { ...use('cached-input', cached, ['cachedTokens']), otherwise: input.meter },
    use('output', share(usage.outputTokens), ['outputTokens']),
  ];
  return uses.filter(({ quantity }) => !isNothing(quantity));
};

function modelOf(resource: DesignedResource): { name: string; version: string } {
  const text = (pointer: string): string => String(at(resource.body, pointer) ?? '');
  return { name: text('/properties/model/name'), version: text('/properties/model/version') };
}

/** A stamp's tokens spread evenly over its models of the same use, to the token; the first takes what is left over. */
function shareOf(total: Range, resource: DesignedResource, design: Design): Range {
  const embedding = isEmbedding(modelOf(resource).name);
  const peers = ofType(design, resource.type).filter(
    (peer) =>
      placeOf(String(at(peer.body, '/sku/name') ?? ''))?.billing !== 'capacity' &&
      isEmbedding(modelOf(peer).name) === embedding,
  );
  const isFirst = peers[0]?.id === resource.id;
  return rangeOf((name) => {
    const even = total[name].div(peers.length).round(0, Big.roundDown);
    return isFirst ? total[name].minus(even.times(peers.length - 1)) : even;
  });
}
