import { describe, expect, it } from 'vitest';
import { checkBody } from '../../src/sandbox/check-body.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import {
  anything,
  boolean,
  choice,
  decimal,
  integer,
  list,
  map,
  object,
  oneOf,
  readOnly,
  required,
  text,
  withDefault,
} from '../../src/sandbox/shape.ts';

const shape = object({
  location: required(text({ min: 2, max: 10, pattern: /^[a-z]+$/ })),
  mode: withDefault(oneOf('Basic', 'Full'), 'Basic'),
  port: integer({ min: 1, max: 10 }),
  ratio: decimal({ min: 0, max: 1 }),
  on: boolean(),
  items: list(object({ key: required(text()) }), { min: 1, max: 2 }),
  tags: map(text({ max: 3 }), { max: 2 }),
  made: readOnly(text()),
  fixed: readOnly(text(), 'refused'),
  free: anything(),
  either: choice((value) => (typeof value === 'string' ? text() : integer())),
});

describe('a body', () => {
  it.each([
    [{}, '$.location'],
    [{ location: 7 }, '$.location'],
    [{ location: 'a' }, '$.location'],
    [{ location: 'abcdefghijk' }, '$.location'],
    [{ location: 'a1' }, '$.location'],
    [{ location: 'ab', mode: 'None' }, '$.mode'],
    [{ location: 'ab', port: 0 }, '$.port'],
    [{ location: 'ab', port: 11 }, '$.port'],
    [{ location: 'ab', port: 1.5 }, '$.port'],
    [{ location: 'ab', port: '1' }, '$.port'],
    [{ location: 'ab', ratio: 2 }, '$.ratio'],
    [{ location: 'ab', on: 'yes' }, '$.on'],
    [{ location: 'ab', items: {} }, '$.items'],
    [{ location: 'ab', items: [] }, '$.items'],
    [{ location: 'ab', items: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] }, '$.items'],
    [{ location: 'ab', items: [{ key: 'a' }, {}] }, '$.items[1].key'],
    [{ location: 'ab', items: [{ key: 'a', more: 1 }] }, '$.items[0].more'],
    [{ location: 'ab', tags: [] }, '$.tags'],
    [{ location: 'ab', tags: { a: 'long' } }, '$.tags.a'],
    [{ location: 'ab', tags: { a: '', b: '', c: '' } }, '$.tags'],
    [{ location: 'ab', fixed: 'x' }, '$.fixed'],
    [{ location: 'ab', either: true }, '$.either'],
    [{ location: 'ab', unknown: 1 }, '$.unknown'],
  ] as [JsonObject, string][])(
    'that does not fit is refused with the path of what is wrong: %j',
    (body, path) => {
      expect(() => checkBody(shape, body, 'Wrong')).toThrow(
        expect.objectContaining({
          status: 400,
          code: 'Wrong',
          message: expect.stringContaining(`'${path}'`),
        }),
      );
    },
  );

  it('that fits is brought into its published form', () => {
    const body = {
      LOCATION: 'ab',
      mode: 'FULL',
      made: 'x',
      port: null,
      free: { any: [1] },
      either: 'text',
      tags: { A: 'b' },
    };
    expect(checkBody(shape, body, 'Wrong')).toEqual({
      location: 'ab',
      mode: 'Full',
      free: { any: [1] },
      either: 'text',
      tags: { A: 'b' },
    });
    expect(checkBody(shape, { location: 'ab' }, 'Wrong')).toEqual({ location: 'ab', mode: 'Basic' });
  });

  it('that is partial needs nothing, gets no defaults and keeps its nulls', () => {
    expect(checkBody(shape, { port: null, tags: { a: null } }, 'Wrong', 'partial')).toEqual({
      port: null,
      tags: { a: null },
    });
  });
});
