import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whoAmI } from '../../src/azure/who-am-i.ts';
import { tokenWith } from './scripted.ts';

const home = '0f8fad5b-d9cb-469f-a165-70867728950e';
const claims = { oid: 'o1', tid: 't1', exp: 1_800_000_000 };

describe('the signed-in principal', () => {
  it('is a user with a second factor when the token says so', () => {
    const token = tokenWith({ ...claims, upn: 'lena@helvetia.example', amr: ['pwd', 'mfa'] });
    expect(whoAmI(token)).toEqual({
      objectId: 'o1',
      directoryId: 't1',
      name: 'lena@helvetia.example',
      kind: 'user',
      mfa: true,
      tokenExpiresAt: '2027-01-15T08:00:00.000Z',
    });
  });

  it.each([
    ['a password alone', { upn: 'a@b', amr: ['pwd'] }, { kind: 'user', mfa: false }],
    ['no word about factors', { unique_name: 'a@b' }, { kind: 'user', mfa: undefined }],
    [
      'an application',
      { appid: 'app', idtyp: 'app', amr: ['mfa'] },
      { kind: 'application', name: 'app', mfa: undefined },
    ],
    ['an application without the optional claim', { appid: 'app' }, { kind: 'application', name: 'app' }],
    [
      'a guest of another directory',
      { upn: 'a@b', iss: 'https://sts.windows.net/t1/', idp: `https://sts.windows.net/${home}/` },
      { kind: 'user', guestFrom: home },
    ],
    ['a guest from elsewhere', { upn: 'a@b', idp: 'live.com' }, { kind: 'user', guestFrom: 'live.com' }],
    [
      'a member whose provider is named',
      { upn: 'a@b', iss: 'https://x/t1', idp: 'https://x/t1' },
      { guestFrom: undefined },
    ],
    ['a user without a name', { idtyp: 'user' }, { kind: 'user', name: 'o1' }],
  ])('is read from a token with %s', (_what, more, expected) => {
    expect({ guestFrom: undefined, ...whoAmI(tokenWith({ ...claims, ...more })) }).toMatchObject(expected);
  });

  it('is unknown, never a crash, for any other text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => `a.${btoa(encodeURIComponent(text))}.b`),
        ),
        (token) => {
          expect(whoAmI(token)).toBeUndefined();
        },
      ),
    );
  });
});
