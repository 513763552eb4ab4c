// Which folder may import which: the one direction of docs/architecture.md. Anything not listed is forbidden.
const leaves = ['facts', 'problems'];
const may = {
  problems: [],
  facts: [],
  sandbox: [],
  resource: ['problems'],
  estate: ['resource', ...leaves],
  wizard: ['estate', ...leaves],
  design: ['estate', 'resource', ...leaves],
  cost: ['design', 'estate', 'resource', ...leaves],
  plan: ['cost', 'design', 'resource', ...leaves],
  run: ['plan', 'design', 'resource', 'problems'],
  checks: ['plan', 'cost', 'design', 'estate', 'resource', ...leaves],
  report: ['checks', 'run', 'plan', 'cost', 'design', 'estate', ...leaves, 'resource'],
  azure: ['resource', ...leaves],
  terminal: ['wizard', 'run', 'report', 'checks', 'plan', 'cost', ...leaves, 'resource'],
};

const upstream = Object.entries(may).map(([folder, allowed]) => ({
  name: `${folder}-imports-only-upstream`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
}));

module.exports = {
  forbidden: [
    ...upstream,
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'commands-use-ports',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { path: '^src/(azure|sandbox|terminal|main)(/|\\.ts)' },
    },
    {
      name: 'azure-sdk-only-in-azure',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/azure/' },
      to: { path: 'node_modules/@azure/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'terminal-libraries-only-in-terminal',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/terminal/' },
      to: { path: 'node_modules/(@inquirer|inquirer|listr2|picocolors|cli-table3)/' },
    },
    {
      name: 'core-does-no-io',
      severity: 'error',
      from: { path: '^src/(facts|problems|resource|estate|wizard|design|cost|plan|checks|report)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'sandbox-is-wired-only-by-main',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/|sandbox/)' },
      to: { path: '^src/sandbox/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
