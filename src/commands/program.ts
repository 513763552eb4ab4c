import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Problem } from '../problems/problem.ts';

/** What was typed, before anything of it is looked at. */
export interface Typed {
  /** `deploy`, `runs rollback`, … */
  readonly verb: string;
  readonly arguments: readonly (string | undefined)[];
  readonly flags: Readonly<Record<string, unknown>>;
  /** The help text, for the bare command without a terminal. */
  readonly help: string;
}

const version = '0.1.0';

/** Reads arguments; everything else happens in `run`, which is loaded only when a command is really run. */
export function buildProgram(run: (typed: Typed) => Promise<number>): (argv: string[]) => Promise<number> {
  return async (argv) => {
    let code = 0;
    const root = new Command('gotthard');
    const act =
      (verb: string) =>
      async (...values: unknown[]): Promise<void> => {
        const command = values.at(-1) as Command;
        const given = values.slice(0, -2) as (string | undefined)[];
        code = await run({
          verb,
          arguments: given,
          flags: command.optsWithGlobals(),
          help: root.helpInformation(),
        });
      };
    define(root, act);
    try {
      await root.parseAsync(argv, { from: 'user' });
      return code;
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.exitCode === 0) return 0;
      const problems = [notUnderstood(error, argv)];
      if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ problems }, null, 2)}\n`);
      return 3;
    }
  };
}

/** For scripts, what commander has told people on stderr. */
function notUnderstood(error: CommanderError, argv: readonly string[]): Problem {
  const verb = argv.find((word) => !word.startsWith('-'));
  return {
    code: 'GT-COMMAND-WRONG',
    what:
      error.code === 'commander.help'
        ? `${verb} is only a part of a command`
        : error.message.replace(/^error: /, ''),
    why: 'there is no such command or flag, or it takes another value',
    next: ['gotthard --help shows what there is'],
  };
}

type Act = (verb: string) => (...values: unknown[]) => Promise<void>;

function define(root: Command, act: Act): void {
  root
    .description(
      'Provisions a secure, private-by-default Azure OpenAI estate, and tells its monthly cost in CHF first.',
    )
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(gotthard --help shows what there is)')
    .helpCommand(false)
    .argument('[command]')
    .action((...values: unknown[]) => {
      const [unknown] = values;
      if (typeof unknown === 'string') root.error(`error: unknown command '${unknown}'`, { exitCode: 3 });
      return act('menu')(...values.slice(1));
    });
  everywhere(root);
  const sub = (parent: Command, usage: string, text: string): Command => {
    const command = parent.command(usage).description(text).exitOverride();
    everywhere(command);
    return command;
  };

  const deploy = sub(root, 'deploy [planfile]', 'ask, plan, price, confirm, build, verify and report').action(
    act('deploy'),
  );
  selection(deploy);
  answers(deploy);
  rate(deploy);
  deploy
    .option('--yes', 'confirm without being asked; without an estate file, take every default', false)
    .option(
      '--confirm <tenant/env>',
      'confirm a production environment, a replacement or a removal (repeatable)',
      collect,
      [],
    )
    .option('--adopt', 'take over resources under our ids that are not ours', false);
  running(deploy);
  rollout(deploy);

  const plan = sub(root, 'plan', 'show what deploy would do and cost; writes nothing').action(act('plan'));
  selection(plan);
  answers(plan);
  rate(plan);
  plan
    .option('--yes', 'without an estate file, take every default', false)
    .option('--adopt', 'plan to take over resources under our ids that are not ours', false)
    .option('--detailed-exitcode', 'exit 2 when there is something to do', false)
    .option('--out <file>', 'save the plan, to be run exactly so by: deploy FILE')
    .option('--save', 'write the estate file', false)
    .option('--markdown', 'print the plan as Markdown', false);

  const cost = sub(root, 'cost', 'tell what the estate file costs a month in CHF').action(act('cost'));
  rate(cost);
  cost
    .addOption(new Option('--by <part>', 'in parts').choices(['tenant', 'environment', 'service', 'step']))
    .option('--usage <file>', 'how much is used, instead of the profiles of the estate file')
    .option('--explain <line>', 'how a line comes about: its address, or words of it')
    .option('--what-if', 'what other models, types, reservations and tiers would save', false)
    .option('--actual', 'what the month has cost so far, beside the estimate: signs in and asks Azure', false)
    .option('--csv', 'print every line as CSV', false)
    .option('--markdown', 'print the cost as Markdown', false);

  const prices = root
    .command('prices')
    .description('list prices: what is known of them, and reading them anew')
    .exitOverride();
  sub(prices, 'show', 'print what is known for a region')
    .option('--region <name>', 'instead of the regions of the estate file')
    .action(act('prices show'));
  sub(
    prices,
    'refresh',
    'read the prices of what the estate uses, and the rate of the month, from the public price list',
  ).action(act('prices refresh'));

  const destroy = sub(root, 'destroy', 'take environments down, after a plan and a confirmation').action(
    act('destroy'),
  );
  selection(destroy);
  destroy
    .option('--yes', 'confirm without being asked', false)
    .option('--confirm <tenant/env>', 'confirm an environment by its name (repeatable)', collect, [])
    .option('--purge', 'free soft-deleted names at once: what was in vaults is lost', false)
    .option('--concurrency <n>', 'how many resources are removed at once', positive, 16);

  const verify = sub(root, 'verify', 'hold what exists against the checklist, with evidence').action(
    act('verify'),
  );
  selection(verify);
  verify
    .option('--report <file>', 'write the verdicts as a page (.html) or Markdown (.md)')
    .option('--fix', 'show the plan that mends what failed', false)
    .option(
      '--out <file>',
      'with --fix: save that plan, to be run by: deploy FILE; with --from-inside: save what this machine sees',
    )
    .option(
      '--from-inside',
      'this machine is in the network: look from it whether names, connections and an inference work',
      false,
    )
    .option('--print', 'with --from-inside: tell how to look from a machine that is there', false)
    .option('--inside <file>', 'include what a machine inside saw and saved with --from-inside --out')
    .option('--from-outside', 'this machine is not in the network: look whether everything refuses it', false)
    .option(
      '--sandbox-from <subnet>',
      'in the sandbox, where this machine stands: a subnet, or internet (default inside: the subnet of applications)',
    )
    .option(
      '--subscription <id>',
      'judge what lies in a subscription, whoever built it, without an estate file',
    )
    .option('--resource-group <name>', 'with --subscription: judge what lies in this group')
    .option('--directory <id>', 'with --subscription: the directory that it trusts');

  incidents(root, sub, act);

  const access = root.command('access').description('who can do what on the environments').exitOverride();
  const review = sub(
    access,
    'review',
    'list who can do what, what of it to look at, and offer the removal of what is not needed',
  ).action(act('access review'));
  selection(review);
  review
    .option('--report <file>', 'write the review as a page (.html) or Markdown (.md)')
    .option('--remove', 'plan and confirm the removal of what may go', false)
    .option(
      '--principal <id>',
      'with --remove: the roles of this object id, whatever they are (repeatable)',
      collect,
      [],
    )
    .option('--yes', 'confirm without being asked', false)
    .option('--confirm <tenant/env>', 'confirm an environment by its name (repeatable)', collect, []);
  running(review);

  const keys = root
    .command('keys')
    .description('API keys, where they are asked for: how old they are, and replacing them')
    .exitOverride();
  selection(
    sub(keys, 'list', 'list the keys in use, their age and next rotation; never a value').action(
      act('keys list'),
    ),
  );
  const rotate = sub(
    keys,
    'rotate',
    'make the key that is not in use anew and store it; the other one works until the next time',
  ).action(act('keys rotate'));
  selection(rotate);
  rotate
    .option('--yes', 'confirm without being asked', false)
    .option('--confirm <tenant/env>', 'confirm a production environment (repeatable)', collect, [])
    .option('--again', 'even less than a day after the last rotation, when a key has leaked', false);

  const tenant = root
    .command('tenant')
    .description('the tenants of the estate: each isolated from every other')
    .exitOverride();
  const add = sub(
    tenant,
    'add',
    'ask for a tenant, derive the rest, plan it alone, build and verify it',
  ).action(act('tenant add'));
  answers(add, { name: ['--name <tenant>', 'name of the tenant'] });
  add
    .addOption(
      new Option('--size <size>', 'capacity of its models, and the estimate').choices([
        'small',
        'medium',
        'large',
      ]),
    )
    .option('--allow-shared-subscription', 'let it share a subscription with another tenant', false)
    .option('--yes', 'confirm without being asked', false)
    .option('--confirm <tenant/env>', 'confirm a production environment (repeatable)', collect, [])
    .option('--adopt', 'take over resources under its ids that are not ours', false);
  running(add);
  sub(tenant, 'list', 'list the tenants of the estate file').action(act('tenant list'));
  sub(tenant, 'show [name]', 'show a tenant, or all, and which environment reaches which').action(
    act('tenant show'),
  );
  const remove = sub(
    tenant,
    'remove <name>',
    'take all of a tenant down, then out of the estate file',
  ).action(act('tenant remove'));
  remove
    .option('--yes', 'confirm without being asked; only enough in the sandbox', false)
    .option('--confirm <tenant>', 'confirm the removal by the name of the tenant (repeatable)', collect, [])
    .option('--purge', 'free soft-deleted names at once: what was in vaults is lost', false)
    .option('--concurrency <n>', 'how many resources are removed at once', positive, 16);

  const exporting = root
    .command('export')
    .description('what other systems need: pipelines, the identities that they sign in as, and their rights')
    .exitOverride();
  sub(exporting, 'pipeline', 'write the pipeline that plans on pull requests and deploys on main')
    .addOption(runner())
    .option('--out <file>', 'write it there: .github/workflows/gotthard.yml')
    .action(act('export pipeline'));
  sub(exporting, 'federation', 'write the script that makes the identities which pipelines sign in as')
    .addOption(runner())
    .requiredOption('--repository <name>', 'OWNER/NAME, or ORGANISATION/PROJECT of Azure DevOps')
    .option('--tenant <name>', 'only for this tenant')
    .option('--out <file>', 'write it there')
    .action(act('export federation'));

  const rights = sub(
    exporting,
    'rights',
    'print the custom role of the least rights that deploy an environment',
  ).action(act('export rights'));
  selection(rights);
  rights.option('--out <folder>', 'write the definitions there, a file each');

  const runs = root
    .command('runs')
    .description('what has been run, and finishing or undoing it')
    .exitOverride();
  sub(runs, 'list', 'list all runs').action(act('runs list'));
  sub(runs, 'show [id]', 'show one run').action(act('runs show'));
  running(sub(runs, 'resume [id]', 'go on with an open run').action(act('runs resume')));
  running(sub(runs, 'rollback [id]', 'undo an open run').action(act('runs rollback')));

  const sandbox = root
    .command('sandbox')
    .description('the embedded simulator of Azure Resource Manager')
    .exitOverride();
  sub(sandbox, 'export', 'print its whole state as canonical JSON').action(act('sandbox export'));
  sub(sandbox, 'clock [advance]', 'show cloud time, or advance it: gotthard sandbox clock +90d').action(
    act('sandbox clock'),
  );
  sub(sandbox, 'serve', 'serve it over HTTPS on this machine, for the Azure CLI, Terraform and others')
    .option('--port <n>', 'port to listen on (default: a free one)', port)
    .action(act('sandbox serve'));
  sub(sandbox, 'reset', 'empty it').action(act('sandbox reset'));

  sub(root, 'explain <code>', 'explain a code of Azure or a check').action(act('explain'));
}

/** What is done in an incident, what was done taken back, and both rehearsed. */
function incidents(
  root: Command,
  sub: (parent: Command, usage: string, text: string) => Command,
  act: Act,
): void {
  const incident = root
    .command('incident')
    .description('when something is compromised: cut it off, revoke access, put it back')
    .exitOverride();
  const acting = (verb: string, text: string): Command => {
    const command = sub(incident, verb, text).action(act(`incident ${verb}`));
    selection(command);
    command
      .option('--yes', 'confirm without being asked', false)
      .option('--confirm <tenant/env>', 'confirm an environment by its name (repeatable)', collect, []);
    running(command);
    return command;
  };
  acting('isolate', 'cut the network of environments off, established connections too').option(
    '--hard',
    'reject the connections of private endpoints too; Azure may not take them back',
    false,
  );
  acting('revoke', 'take all roles away at once, and make API keys anew where there are any').option(
    '--principal <id>',
    'only the roles of this object id (repeatable)',
    collect,
    [],
  );
  acting('restore', 'put back precisely what was cut off and revoked');
  const plan = sub(incident, 'plan', 'write the incident plan of this estate').action(act('incident plan'));
  selection(plan);
  plan.option('--out <file>', 'write it there: incident-plan.md');
  selection(
    sub(incident, 'drill', 'do it all on a copy in a sandbox of its own, and time it').action(
      act('incident drill'),
    ),
  );
}

/** Who runs the pipeline. */
function runner(): Option {
  return new Option('--for <system>', 'who runs it')
    .choices(['github', 'azure-devops'])
    .makeOptionMandatory();
}

/** Flags of every command. */
function everywhere(command: Command): void {
  command
    .option('--config <file>', 'the estate file', 'gotthard.yaml')
    .option('--cloud <name>', 'sandbox, azure, azure-usgov, azure-china, or the URL of an ARM endpoint')
    .option('--json', 'print one JSON document on stdout; everything for people goes to stderr', false)
    .option('--no-input', 'never ask (implied without a terminal, or with CI set)')
    .option('--accessible', 'plain lines and numbered lists, nothing is redrawn', false)
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .option('--verbose', 'show what Azure answered, and stack traces', false)
    .option('--trace <file>', 'write every request to Azure as a JSON line, secrets redacted')
    .addOption(
      new Option('--credential <kind>', 'how to sign in to Azure')
        .choices(['cli', 'workload', 'managed', 'browser', 'device', 'certificate', 'environment'])
        .default('cli'),
    )
    .option('--sandbox-speed <speed>', 'instant, realistic, or how many times faster than real', speed)
    .option('--sandbox-faults <file>', 'rehearse failures: a JSON file of faults')
    .option('--sandbox-principal <name>', 'who is signed in to the sandbox');
}

function selection(command: Command): void {
  command
    .option('--tenant <name>', 'only this tenant')
    .option('--env <name>', 'only this environment')
    .option('--all', 'every environment of the estate', false);
}

/** The rate by which list prices are converted. */
function rate(command: Command): void {
  command.option('--fx <rate>', "how many CHF a USD costs, instead of the estate file's or the known rate");
}

function running(command: Command): void {
  command
    .addOption(
      new Option('--on-failure <what>', 'after a failure').choices(['ask', 'retry', 'rollback', 'keep']),
    )
    .option('--concurrency <n>', 'how many resources are written at once', positive, 16);
}

/** In which order many environments are built, and when no more are begun. */
function rollout(command: Command): void {
  command
    .option(
      '--canary <tenant/env>',
      'build this environment first, and the others only once it is verified (repeatable)',
      collect,
      [],
    )
    .option('--wave <n>', 'build so many environments, then the next so many', positive)
    .option(
      '--stop-after <n>',
      'begin no more once so many have failed (default: 1 with --canary or --wave, else never)',
      positive,
    )
    .option('--parallel <n>', 'how many environments are built at once (default: 20)', positive);
}

/** Every answer of the wizard is a flag too. */
function answers(
  command: Command,
  { name }: { name: [flag: string, text: string] } = {
    name: ['--name <organisation>', 'name of the organisation'],
  },
): void {
  command
    .option(...name)
    .option('--directory <id>', 'Entra directory')
    .option('--subscription <id>', 'subscription of the next environment (repeatable)', collect, [])
    .option('--environments <names>', 'such as dev,prod', list)
    .addOption(
      new Option('--residency <where>', 'where prompts may be processed').choices([
        'switzerland',
        'eu-data-zone',
        'anywhere',
      ]),
    )
    .addOption(
      new Option('--classification <class>', 'how sensitive the data is (default: confidential)').choices([
        'public',
        'internal',
        'confidential',
        'strictly-confidential',
      ]),
    )
    .option('--region <name>', 'region of network, vault and logs')
    .option('--model-region <name>', 'region of the Azure OpenAI account, where it differs')
    .option('--address-space <cidr>', 'range out of which networks are taken')
    .option('--model <model:version:type:capacity>', 'a model deployment (repeatable)', collect, [])
    .addOption(
      new Option('--storage <kind>', 'storage for files beside the models').choices(['blob', 'data-lake']),
    )
    .option('--cosmos', 'Cosmos DB for NoSQL beside the models')
    .option('--data-factory', 'Data Factory beside the models; it brings storage with it')
    .option(
      '--sql <group=objectid>',
      'SQL Database beside the models, and the Entra group that administers it',
    )
    .addOption(new Option('--auth <how>', 'entra, or API keys beside it').choices(['entra', 'keys']))
    .addOption(
      new Option(
        '--policy <effect>',
        'what Azure Policy does with what is not allowed (usual: deny in production, audit elsewhere)',
      ).choices(['usual', 'deny', 'audit', 'off']),
    )
    .addOption(
      new Option('--locks <where>', 'where deletion is locked (usual: in production)').choices([
        'usual',
        'everywhere',
        'nowhere',
      ]),
    )
    .option('--defender <plans>', 'Defender for Cloud in production, such as keyVault,resourceManager', list)
    .option('--activity-log', 'keep the activity log of production subscriptions')
    .option('--group <role=objectid>', 'Entra group of a role (repeatable)', collect, [])
    .option('--email <address>', 'who is told of alerts (repeatable)', collect, [])
    .option(
      '--teams <address>',
      'e-mail address of a Teams channel that is told of alerts (repeatable)',
      collect,
      [],
    )
    .addOption(new Option('--use <profile>', 'expected use').choices(['small', 'medium', 'large']))
    .option('--requests-per-day <n>', 'requests that an environment answers a day', figure)
    .option('--prompt-tokens <n>', 'tokens of an average prompt', figure)
    .option('--answer-tokens <n>', 'tokens of an average answer', figure)
    .option('--log-gb-per-day <n>', 'gigabytes of logs a day', figure)
    .option('--budget <amount>', 'monthly budget of an environment, in CHF')
    .addOption(
      new Option('--network <mode>', 'create or use existing networks').choices(['create', 'existing']),
    )
    .addOption(new Option('--dns <mode>', 'private DNS zones').choices(['own', 'central', 'policy']));
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function figure(value: string): number {
  if (!/^\d{1,12}(\.\d{1,3})?$/.test(value)) throw new InvalidArgumentError('It has to be a number from 0.');
  return Number(value);
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It has to be a whole number from 1.');
  return number;
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('It has to be a whole number from 0 to 65535.');
  return number;
}

function speed(value: string): 'instant' | number {
  if (value === 'instant') return 'instant';
  const factor = value === 'realistic' ? 1 : Number(value);
  if (!(factor > 0)) throw new InvalidArgumentError('It is instant, realistic, or a number above 0.');
  return factor;
}
