import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { differences } from '../../src/plan/compare.ts';
import { overlay, withoutReadOnly } from '../../src/plan/overlay.ts';
import { at, type Json } from '../../src/resource/json.ts';
import { estates } from '../kit/arbitrary-estate.ts';
import { changedStamp } from '../sweep/stamps.ts';
import { answered, isCaseless, isKey, otherCase, othersIn, replacedAt, textsOf } from './answered.ts';

/** Every resource of a design that uses every kind, with its kind, its texts, and what Azure may answer for it. */
const resources = makeDesign(changedStamp()).resources.map(({ type, body }) => {
  const kind = kinds.get(type);
  return { kind, body, comparison: kind.comparison, texts: textsOf(body, kind.comparison) };
});
const withAnswer = fc
  .constantFrom(...resources)
  .chain((one) => answered(one.body, one.kind).map((observed) => ({ ...one, observed })));

describe('comparing what is designed with what exists', () => {
  it('finds no difference between any designed body and itself', () => {
    fc.assert(
      fc.property(estates(), (estate) => {
        for (const { type, body } of stampsOf(estate).flatMap((stamp) => makeDesign(stamp).resources))
          expect(differences(body, body, kinds.get(type).comparison)).toEqual([]);
      }),
      { numRuns: 20, seed: 22 },
    );
  });

  it('finds none in what Azure makes of a body: other order, other case, more members, more entries', () => {
    fc.assert(
      fc.property(withAnswer, ({ body, observed, comparison }) => {
        expect(differences(body, observed, comparison)).toEqual([]);
      }),
      { numRuns: 300, seed: 22 },
    );
  });

  it('reads ids, places, keys and declared enumerations without case, and every other text with it', () => {
    for (const { kind, body, comparison, texts } of resources) {
      for (const text of texts) {
        const other = otherCase(text.text);
        const found = differences(body, replacedAt(body, text.pointer, other), comparison);
        const isDifferent = other !== text.text && !isCaseless(text, comparison);
        expect(`${kind.noun} ${text.pointer} ${found.length > 0}`).toBe(
          `${kind.noun} ${text.pointer} ${isDifferent}`,
        );
      }
    }
  });

  it('names a changed property by its place, with what is there and what is wanted', () => {
    for (const { body, comparison, texts } of resources) {
      for (const { pointer, text, inSet } of texts) {
        if (isKey(pointer, comparison)) continue;
        const found = differences(body, replacedAt(body, pointer, `${text} else`), comparison);
        if (inSet) expect(found.map(({ path }) => pointer.startsWith(`${path}/`))).toEqual([true]);
        else expect(found).toEqual([{ path: pointer, before: `${text} else`, after: text }]);
      }
    }
  });

  it('takes an entry under another key for another entry', () => {
    for (const { body, comparison, texts } of resources) {
      for (const { pointer, text } of texts.filter((each) => isKey(each.pointer, comparison))) {
        const entry = pointer.slice(0, pointer.lastIndexOf('/'));
        const found = differences(body, replacedAt(body, pointer, `somebody's ${text}`), comparison);
        expect(found.map(({ before, after }) => ({ before, after }))).toEqual([
          { before: undefined, after: at(body, entry) },
        ]);
      }
    }
  });
});

describe('the body of an update', () => {
  it('has all that is designed, and keeps the tags, members and entries of others', () => {
    fc.assert(
      fc.property(withAnswer, fc.nat(), ({ kind, body, comparison, texts, observed }, nat) => {
        const changed = texts[nat % Math.max(1, texts.length)];
        const desired = changed ? replacedAt(body, changed.pointer, `${changed.text} else`) : body;
        const sent = overlay(desired, observed, kind);
        expect(differences(desired, sent, comparison)).toEqual([]);
        expect(othersIn(sent)).toEqual(othersIn(withoutReadOnly(observed, kind)));
      }),
      { numRuns: 300, seed: 22 },
    );
  });

  it('loses an entry or member that is ours by its name and not designed any more, and nothing else', () => {
    const own = resources.flatMap(({ kind, body, comparison }) => [
      ...(comparison.keyed ?? []).flatMap(({ pointer, ours }) => {
        const entries = at(body, pointer);
        if (!ours || !Array.isArray(entries)) return [];
        return entries.map((_, index) => ({ kind, body, pointer, key: String(index) }));
      }),
      ...(comparison.maps ?? []).flatMap(({ pointer, ours }) =>
        Object.keys(at(body, pointer) ?? {})
          .filter((key) => ours.test(key))
          .map((key) => ({ kind, body, pointer, key })),
      ),
    ]);
    expect(new Set(own.map(({ kind }) => kind.noun)).size).toBeGreaterThanOrEqual(4);
    for (const { kind, body, pointer, key } of own) {
      const desired = replacedAt(body, pointer, without(at(body, pointer) ?? null, key));
      expect(differences(desired, body, kind.comparison)).toEqual([
        { path: `${pointer}/${key}`, before: at(body, `${pointer}/${key}`), after: undefined },
      ]);
      expect(at(overlay(desired, body, kind), pointer)).toEqual(at(desired, pointer));
    }
  });
});

function without(value: Json, key: string): Json {
  if (Array.isArray(value)) return value.filter((_: Json, index) => String(index) !== key);
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => name !== key));
}
