import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEstate } from '../../src/estate/estate-file.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { type Problem, Refusal } from '../../src/problems/problem.ts';
import { drawnEstates } from '../kit/drawn-estates.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

const file = 'gotthard.yaml';
const written = writeEstate(sampleEstate());

test('every estate comes back from its file as it was', () => {
  for (const estate of drawnEstates) expect(parseEstate(writeEstate(estate), file)).toEqual(estate);
});

test('a written file says what each key means, once, and points editors to the schema', () => {
  const lines = written.split('\n');
  expect(lines[0]).toBe('# yaml-language-server: $schema=./.gotthard/estate.schema.json');
  const residency = lines.findIndex((line) => line.startsWith('residency:'));
  expect(lines[residency - 1]).toBe(
    '# Where prompts may be processed: a hard gate for region and deployment type.',
  );
  const comments = lines.filter((line) => line.trimStart().startsWith('#')).map((line) => line.trim());
  expect(new Set(comments).size).toBe(comments.length);
});

/** Changes of a right file, and what is said of each: key, value and what is allowed. */
const wrong: readonly (readonly [name: string, from: string | RegExp, to: string, said: string])[] = [
  [
    'a value that is none of those allowed',
    'residency: eu-data-zone',
    'residency: Switzerland',
    'residency: "Switzerland" | Allowed: switzerland, eu-data-zone, anywhere.',
  ],
  [
    'a region in words',
    'region: switzerlandnorth',
    'region: Switzerland North',
    'tenants[0].environments[0].region: "Switzerland North" | Allowed: a region in its short form, such as switzerlandnorth.',
  ],
  ['a missing key', /^organisation:.*\n/m, '', 'organisation: missing | Allowed: a text'],
  ['an empty value', /^organisation:.*$/m, 'organisation:', 'organisation: null | Allowed: a text'],
  [
    'a number out of bounds',
    'softDeleteRetentionInDays: 7',
    'softDeleteRetentionInDays: 6',
    'tenants[0].environments[0].keyVault.softDeleteRetentionInDays: 6 | Allowed: 7 to 90 days.',
  ],
  [
    'a text for a number',
    'capacity: 30',
    'capacity: many',
    'tenants[0].environments[0].models[0].capacity: "many" | Allowed: a number.',
  ],
  [
    'a mode that does not exist',
    'mode: own',
    'mode: mine',
    'tenants[0].environments[0].dns.mode: "mine" | Allowed: own, central, policy.',
  ],
  [
    'a budget of nothing',
    'monthly: "2000"',
    'monthly: "0"',
    'tenants[0].environments[0].budget.monthly: "0" | Allowed: an amount above zero, such as 2000 or 2000.50.',
  ],
  [
    'a mistyped key',
    'addressSpace: 10.40.0.0/16',
    'adressSpace: 10.40.0.0/16',
    'adressSpace: "10.40.0.0/16" | there is no such key here; did you mean addressSpace?',
  ],
  [
    'a range that overlaps',
    'addressSpace: 10.40.4.0/22',
    'addressSpace: 10.40.0.0/22',
    'tenants[0].environments[1].addressSpace: "10.40.0.0/22" | environment main/prod: 10.40.0.0/22 overlaps environment main/dev, 10.40.0.0/22',
  ],
  [
    'a range with host bits',
    'addressSpace: 10.40.0.0/20',
    'addressSpace: 10.40.0.9/20',
    'tenants[0].addressSpace: "10.40.0.9/20" | Write 10.40.0.0/20.',
  ],
  [
    'two environments of one name',
    '- name: prod',
    '- name: dev',
    'tenants[0].environments[1].name: "dev" | environments have names of their own, and number 1 is called so already',
  ],
  [
    'a deployment type that breaks the residency',
    'deploymentType: DataZoneStandard',
    'deploymentType: GlobalStandard',
    'tenants[0].environments[0].models[0].deploymentType: "GlobalStandard" | GlobalStandard does not process prompts in the EU data zone only, and residency is eu-data-zone',
  ],
  [
    'an account outside of the data zone',
    'modelRegion: swedencentral',
    'modelRegion: switzerlandnorth',
    'tenants[0].environments[0].modelRegion: "switzerlandnorth" | the account would lie in switzerlandnorth, and prompts are to be processed in the EU data zone',
  ],
  [
    'data outside of Europe',
    'region: switzerlandnorth',
    'region: eastus',
    'tenants[0].environments[0].region: "eastus" | data, logs and keys would lie in eastus, and residency is eu-data-zone',
  ],
  [
    'an own name that Azure refuses',
    'overrides: {}',
    'overrides: { main/dev/vault: a--b }',
    'naming.overrides.main/dev/vault: "a--b" | Allowed: 3 to 24 letters, digits and single hyphens, starting with a letter.',
  ],
  [
    'an own name of a budget that does not tell whose it is',
    'overrides: {}',
    'overrides: { main/dev/budget: company-budget }',
    'naming.overrides.main/dev/budget: "company-budget" | a budget has no tags: only the end of its name tells that it is ours',
  ],
  [
    'an own name with a path in it',
    'overrides: {}',
    'overrides: { main/dev/aiGroup: rg/../x }',
    'naming.overrides.main/dev/aiGroup: "rg/../x" | Azure takes no such name',
  ],
  [
    'an own name for nothing',
    'overrides: {}',
    'overrides: { main/dev/valt: v-1 }',
    'naming.overrides.main/dev/valt: "v-1" | no resource is called so; did you mean main/dev/vault?',
  ],
  [
    'one name for two groups',
    'overrides: {}',
    'overrides: { main/dev/aiGroup: rg-main-dev-dns }',
    'naming.overrides.main/dev/aiGroup: "rg-main-dev-dns" | aiGroup of main/dev and dnsGroup of main/dev would both be called rg-main-dev-dns',
  ],
  [
    'a zone of another service',
    'mode: own',
    'mode: central\n          openai: /subscriptions/3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net\n          keyVault: /subscriptions/3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net',
    'tenants[0].environments[0].dns.openai: "/subscriptions/3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01/resourceGroups/rg/providers… | it has to be the id of a private DNS zone privatelink.openai.azure.com',
  ],
  [
    'too many tags',
    'tags: {}',
    `tags: { ${Array.from({ length: 11 }, (_, index) => `t${index}: x`).join(', ')} }`,
    'tags: {"t0":"x","t1":"x","t2":"x","t3":"x","t4":"x","t5":"x","t6":"x","t7":"x","t8":"x… | Allowed: 10 over estate, tenant and environment together.',
  ],
];

test.each(wrong)('%s is refused with its line, key, value and what is allowed', (_, from, to, said) => {
  const text = written.replace(from, to);
  expect(text).not.toBe(written);
  const [what = '', why = ''] = said.split(' | ');
  const found = problemsIn(text).find((problem) => problem.what.replace(/^gotthard\.yaml:\d+ /, '') === what);
  expect(
    found,
    `${problemsIn(text)
      .map((problem) => problem.what)
      .join('\n')}`,
  ).toBeDefined();
  expect(`${found?.why}\n${found?.next.join('\n')}`).toContain(why);
  const line = Number(found?.what.match(/:(\d+) /)?.[1]);
  const key =
    what
      .split(': ')[0]
      ?.split('.')
      .at(-1)
      ?.replace(/\[\d+\]$/, '') ?? '';
  const isThere = !what.endsWith(': missing');
  expect(text.split('\n')[line - 1]).toContain(isThere ? key.split('/').at(-1) : '');
});

test('all mistakes of a file are told at once, in the order of its lines', () => {
  const text = wrong
    .filter(([name]) =>
      /none of those|out of bounds|mistyped|overlaps|two environments|Azure refuses/.test(name),
    )
    .reduce((changed, [, from, to]) => changed.replace(from, to), written);
  const problems = problemsIn(text);
  expect([...new Set(problems.map(({ code }) => code))].sort()).toEqual([
    'GT-ESTATE-ADDRESSES',
    'GT-ESTATE-DUPLICATE',
    'GT-ESTATE-KEY',
    'GT-ESTATE-MISSING',
    'GT-ESTATE-NAME',
    'GT-ESTATE-VALUE',
  ]);
  const lines = problems.map(({ what }) => Number(what.match(/:(\d+) /)?.[1]));
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
});

test('a file that is no YAML is refused with the line of each error', () => {
  const [problem] = problemsIn('format: 1\nid: [a\nname: b\n');
  expect(problem?.code).toBe('GT-ESTATE-YAML');
  expect(problem?.what).toMatch(/^gotthard\.yaml:[23] /);
  expect(problemsIn('format: 1\nid: a\nid: b\n')[0]?.what).toMatch(/^gotthard\.yaml:3 .*unique/);
});

test('an empty file, a list and aliases that unfold without end are refused as what they are', () => {
  expect(problemsIn('')[0]?.what).toBe('gotthard.yaml:1 the file: null');
  expect(problemsIn('- 1\n')[0]?.next).toEqual(['Allowed: a section with keys of its own.']);
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [previous, next] of ['ab', 'bc', 'cd', 'de', 'ef'])
    bomb.push(`${next}: &${next} [${Array(9).fill(`*${previous}`).join(', ')}]`);
  expect(problemsIn(bomb.join('\n')).map(({ code }) => code)).toEqual(['GT-ESTATE-YAML']);
});

test('a file of a newer format is refused with the version that is needed', () => {
  const [problem] = problemsIn(written.replace('format: 1', 'format: 2'));
  expect(problem?.code).toBe('GT-ESTATE-NEWER');
  expect(problem?.next[0]).toContain('format 2');
});

test('no file, however damaged, ends in anything but a refusal', () => {
  const lines = written.split('\n');
  const damage = fc.record({
    at: fc.nat({ max: lines.length - 1 }),
    how: fc.constantFrom<(line: string) => string>(
      () => '',
      (line) => line.replace(/:.*/, ':'),
      (line) => line.replace(/: .*/, ': 7'),
      (line) => line.replace(/: .*/, ': [a, {b: c}]'),
      (line) => line.replace(/(\w+):/, 'x$1:'),
      (line) => ` ${line}`,
    ),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const text = damages
        .reduce((changed, { at, how }) => changed.with(at, how(changed[at] ?? '')), lines)
        .join('\n');
      for (const problem of problemsIn(text)) {
        expect(problem.what).toMatch(/^gotthard\.yaml:\d+ \S/);
        expect(problem.next[0]).toMatch(/\S/);
      }
    }),
  );
});

function problemsIn(text: string): readonly Problem[] {
  try {
    parseEstate(text, file);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
}

/** What is refused when an estate is made of answers. */
function problemsOf(make: () => unknown): readonly Problem[] {
  try {
    make();
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  return [];
}

test('a URL with a secret is refused, and not repeated', () => {
  const itsm = (url: string) => ({
    itsm: { url, applicationObjectId: '0f8fad5b-d9cb-469f-a165-70867728950e', identifierUri: 'api://x' },
  });
  const secrets = ['?sig=top', '?code=top', '/x?a=b&apiKey=top', '?x=top4567890123456789012345678901234'];
  for (const secret of [...secrets, '#top'].map((rest) => `https://example.ch/in${rest}`)) {
    const told = problemsOf(() => sampleEstate(itsm(secret)));
    expect(told[0]?.what).toContain('notifications.itsm[0].url: "https://example.ch/');
    expect(JSON.stringify(told)).not.toContain('top');
  }
  const told = problemsOf(() => sampleEstate(itsm('https://me:top@example.ch/in')));
  expect(JSON.stringify(told)).not.toContain('top');
  expect(() => sampleEstate(itsm('https://example.service-now.com/in?source=azuremonitor'))).not.toThrow();
  expect(problemsOf(() => sampleEstate({ teams: ['ops@example.ch'] }))[0]?.what).toContain('teams[0]');
});
