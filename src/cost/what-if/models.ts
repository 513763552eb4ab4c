import type Big from 'big.js';
import { deploymentTypes } from '../../estate/estate.ts';
import { residencyBreach } from '../../estate/residency.ts';
import { isEmbedding } from '../../facts/model-purposes.ts';
import { basePrice } from '../priced-line.ts';
import { placeOf, tokenMeter } from '../token-meters.ts';
import { type Asked, costOfLines, saving, type WhatIf } from './choice.ts';
import { type Deployed, isByTokens, swapped, tokensOf } from './deployed.ts';

/** Families that Azure hasn't retired: those before ended in October 2026, Microsoft's retirement schedule of 2026-07. */
const isCurrent = /^gpt-[5-9]/;

/** How many other models are shown: the next cheaper ones, which are nearest to what was chosen. */
const OTHERS = 3;

export function otherModels(chosen: Deployed, asked: Asked): WhatIf[] {
  const place = placeOf(chosen.type);
  if (!isByTokens(chosen) || isEmbedding(chosen.model) || !place) return [];
  const { find, context, designs } = asked;
  const priceOf = (model: string, version: string): Big | undefined => {
    const [input, output] = (['input', 'output'] as const).map((direction) =>
      find(tokenMeter(model, version, place.deploymentType, direction), chosen.region),
    );
    return input && output && basePrice(input).times(3).plus(basePrice(output));
  };
  const own = priceOf(chosen.model, chosen.version);
  if (!own) return [];
  // Models that are priced by version have the version in their name.
  const sure = context.prices.rows.filter(({ confidence }) => !confidence.startsWith('low'));
  const names = sure.flatMap(({ model }) => model ?? []);
  const cheaper = [...new Set(names)]
    .filter((model) => isCurrent.test(model) && !/-\d{4}-\d{2}-\d{2}$/.test(model) && !isEmbedding(model))
    .flatMap((model) => {
      const price = priceOf(model, '');
      return price?.lt(own) ? [{ model, price }] : [];
    })
    .sort((a, b) => b.price.cmp(a.price) || (a.model < b.model ? -1 : 1))
    .slice(0, OTHERS);
  const base = costOfLines(asked, tokensOf(chosen));
  return cheaper.flatMap(({ model }) =>
    saving(
      asked,
      base,
      {
        topic: 'model',
        choice: `${model} instead of ${chosen.model} in ${chosen.region}`,
        assumption: 'it answers as well with as many tokens, and the region offers it',
      },
      { designs: swapped(designs, chosen, { model, version: '' }) },
    ),
  );
}

export function otherTypes(chosen: Deployed, asked: Asked): WhatIf[] {
  if (!isByTokens(chosen)) return [];
  const base = costOfLines(asked, tokensOf(chosen));
  return deploymentTypes
    .filter((type) => type !== chosen.type && placeOf(type)?.billing === 'tokens')
    .flatMap((type) => {
      const breach = residencyBreach(asked.residency, chosen.region, type);
      return saving(
        asked,
        base,
        {
          topic: 'deployment type',
          choice: `${type} instead of ${chosen.type} for ${chosen.model} in ${chosen.region}`,
          assumption: 'the region offers it',
          ...(breach === undefined ? {} : { forbidden: breach }),
        },
        { designs: swapped(asked.designs, chosen, { type }) },
      );
    });
}
