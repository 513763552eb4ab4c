import { formatQuantity, formatUnitPrice } from '../cost/format.ts';
import type { ListedPrice, ListedPrices } from '../cost/listed-prices.ts';
import { heading } from './heading.ts';
import { displayWidth, labelled, padStart, truncate, wrap } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** What is known of prices for a region, by service, with the day on which each was read. */
export function pricesText({ region, book, prices }: ListedPrices, cloud: string, style: Style): string {
  const services = [...new Set(prices.map(({ service }) => service))];
  const amounts = prices.map(priceOf);
  const width = Math.min(28, Math.max(8, ...amounts.map(displayWidth)));
  return finish(
    [
      heading('PRICES', `USD for ${region}`, cloud, style),
      ...services.flatMap((service) => [
        '',
        `  ${paint(style).bold(sanitiseLine(service))}`,
        ...prices.filter((price) => price.service === service).flatMap((price) => lines(price, width, style)),
      ]),
      '',
      ...labelled(
        '  ',
        `Price book: ${sanitiseLine(book.source)}, of ${book.asOf}. * price of another region.`,
        style.columns,
      ),
    ],
    style,
  );
}

/** The first price that is paid; tiers beneath. */
function priceOf({ tiers, unit }: ListedPrice): string {
  const paid = tiers.find(({ price }) => Number(price) > 0);
  return `${formatUnitPrice(paid?.price ?? '0')} a ${unit}`;
}

function lines(price: ListedPrice, width: number, style: Style): string[] {
  const mark = price.substituteRegion === undefined ? '' : ' *';
  const when = price.asOf ?? 'undated';
  const amount = padStart(truncate(sanitiseLine(priceOf(price)), width), width);
  const room = style.columns - 6 - width - 12;
  const name = sanitiseLine(`${price.meter}${mark}`);
  const tiers =
    price.tiers.length > 1
      ? [
          price.tiers
            .map(({ from, price: usd }) => `from ${formatQuantity(from)}: ${formatUnitPrice(usd)}`)
            .join('; '),
        ]
      : [];
  const head =
    room < 16
      ? [
          ...wrap(name, style.columns - 4).map((line) => `    ${line}`),
          ...wrap(`${sanitiseLine(priceOf(price))}, ${when}`, style.columns - 8).map(
            (line) => `        ${line}`,
          ),
        ]
      : wrap(name, room).map((line, index) =>
          index === 0
            ? `    ${line}${' '.repeat(room - displayWidth(line))}  ${amount}  ${when}`
            : `      ${line}`,
        );
  return [
    ...head,
    ...tiers.flatMap((text) =>
      wrap(text, style.columns - 8).map((line) => `        ${paint(style).dim(line)}`),
    ),
  ];
}
