import { createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';
import { writeOnce, writeWhole } from './private-files.ts';

/** What a server proves itself with, and the file that its clients trust. */
export interface Certificates {
  readonly cert: string;
  readonly key: string;
  readonly caFile: string;
}

/** Names of the certificate: this machine's, and the public ones that the proxy answers for. */
const names = [
  'localhost',
  '*.vault.localhost',
  '*.openai.localhost',
  'management.azure.com',
  'login.microsoftonline.com',
  'login.windows.net',
  'graph.microsoft.com',
  'api.loganalytics.io',
  '*.vault.azure.net',
  '*.openai.azure.com',
  '*.cognitiveservices.azure.com',
];
const addresses = ['127.0.0.1', '::1'];

const validDays = 365;
const renewBeforeMs = 7 * 86_400_000;

/**
 * The certificates of a folder, made on first use and again before they expire. The CA's key is never kept. One file
 * holds them all, so that of several servers that start at once all take the same.
 */
export function certificatesIn(folder: string): Certificates {
  const [file, caFile] = [join(folder, 'server.pem'), join(folder, 'ca.pem')];
  writeOnce(file, makeCertificates);
  if (!isUsable(file)) writeWhole(file, makeCertificates());
  const { cert, key, ca } = partsOf(file);
  writeWhole(caFile, ca);
  return { cert, key, caFile };
}

function partsOf(file: string): { cert: string; key: string; ca: string } {
  const [cert = '', key = '', ca = ''] = readFileSync(file, 'utf8').match(block) ?? [];
  return { cert, key, ca };
}

const block = /-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----\n/g;

function isUsable(file: string): boolean {
  const { cert, key, ca } = partsOf(file);
  try {
    const [leaf, signer] = [new X509Certificate(cert), new X509Certificate(ca)];
    return (
      Date.parse(leaf.validTo) > Date.now() + renewBeforeMs &&
      leaf.verify(signer.publicKey) &&
      leaf.checkPrivateKey(createPrivateKey(key)) &&
      names.every((name) => leaf.subjectAltName?.includes(`DNS:${name}`))
    );
  } catch {
    // Cut off, or edited: what can't be read can't be used.
    return false;
  }
}

/** Certificate, its key, and the certificate of the authority, as PEM one after the other. */
function makeCertificates(): string {
  const [ca, leaf] = [keyPair(), keyPair()];
  const caName = [{ name: 'commonName', value: 'Gotthard sandbox' }];
  const caCertificate = certificate(ca.publicKey, caName, caName, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  caCertificate.sign(ca.privateKey, forge.md.sha256.create());
  const leafCertificate = certificate(leaf.publicKey, [{ name: 'commonName', value: 'localhost' }], caName, [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: caCertificate.generateSubjectKeyIdentifier().getBytes(),
    },
    {
      name: 'subjectAltName',
      altNames: [...names.map((value) => ({ type: 2, value })), ...addresses.map((ip) => ({ type: 7, ip }))],
    },
  ]);
  leafCertificate.sign(ca.privateKey, forge.md.sha256.create());
  const pems = [
    forge.pki.certificateToPem(leafCertificate),
    leaf.pem,
    forge.pki.certificateToPem(caCertificate),
  ];
  return pems.map((pem) => `${pem.replaceAll('\r', '').trimEnd()}\n`).join('');
}

/**
 * A serial number in hexadecimal: positive and of no leading zero byte, whatever the 16 bytes are, since the first bit
 * is its sign and OpenSSL refuses a number with padding that it doesn't need.
 */
export function serialNumberFrom(random: Buffer): string {
  const bytes = Buffer.from(random);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

/** Keys are made by the platform: in JavaScript alone it would take seconds. */
function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey),
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    pem: privateKey,
  };
}

function certificate(
  publicKey: forge.pki.PublicKey,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  extensions: object[],
): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = serialNumberFrom(randomBytes(16));
  made.validity.notBefore = new Date(Date.now() - 86_400_000);
  made.validity.notAfter = new Date(Date.now() + validDays * 86_400_000);
  made.setSubject(subject);
  made.setIssuer(issuer);
  made.setExtensions(extensions);
  return made;
}
