import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certificatesIn, serialNumberFrom } from '../../src/sandbox/serve/certificates.ts';
import { folder } from '../kit/gotthard.ts';

describe('the certificates of a served sandbox', () => {
  it('have a serial number that is positive and not padded, whatever its random bytes are', () => {
    for (let first = 0; first < 256; first++) {
      for (const second of [0x00, 0x7f, 0x80, 0xff]) {
        const serial = serialNumberFrom(Buffer.from([first, second, ...Array<number>(14).fill(0)]));
        expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
      }
    }
  });

  it('are made anew where the file that holds them can no longer be read', () => {
    const at = join(folder().path, 'sandbox');
    mkdirSync(at);
    const made = certificatesIn(at);
    expect(certificatesIn(at)).toEqual(made);
    const file = join(at, 'server.pem');
    const whole = readFileSync(file, 'utf8');
    const [cert = ''] = whole.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/) ?? [];
    const unreadable = cert.replace(/[A-Za-z0-9+/]{64}\n/, (line) => `${'A'.repeat(line.length - 1)}\n`);
    for (const damaged of ['', whole.slice(0, 900), whole.replace(cert, unreadable)]) {
      writeFileSync(file, damaged);
      const again = certificatesIn(at);
      expect(again.cert).not.toBe(made.cert);
      const [leaf, authority] = [again.cert, readFileSync(again.caFile)].map(
        (pem) => new X509Certificate(pem),
      );
      expect(authority && leaf?.verify(authority.publicKey)).toBe(true);
    }
  });
});
