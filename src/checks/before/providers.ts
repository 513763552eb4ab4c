import { known, type RegistrationFact } from '../../resource/subscription.ts';
import { isGranted } from '../permission.ts';
import { cannotTell, type Check, type CheckInput, type Finding, failed, ok, warning } from '../rule.ts';

export const providers: Check = {
  id: 'GT-CHECK-PROVIDERS',
  stage: 'before',
  checklist: [],
  title: 'Resource providers are registered, or can be',
  run: (input) => {
    const registrations = known(input.facts.registrations);
    if (!registrations) {
      return [cannotTell('the registration of resource providers', input.facts.registrations, input)];
    }
    const missing = unregistered(input.design.providers, registrations);
    if (missing.length === 0) {
      return [ok('all resource providers are registered', input.design.providers.join(', '))];
    }
    return [judge(missing, input)];
  },
};

/** Namespaces of a design that are not registered yet, in the order of the design. */
export function unregistered(
  namespaces: readonly string[],
  registrations: Readonly<Record<string, RegistrationFact>>,
): string[] {
  return namespaces.filter(
    (namespace) => registrations[namespace.toLowerCase()]?.state !== 'Registered',
  );
}

function judge(missing: readonly string[], input: CheckInput): Finding {
  const permissions = known(input.facts.permissions);
  const barred = permissions
    ? missing.filter((namespace) => !isGranted(permissions, `${namespace}/register/action`))
    : [];
  if (barred.length > 0) {
    const commands = barred.map((namespace) => `az provider register --namespace ${namespace} --wait`);
    return failed(
      `${barred.join(', ')} is not registered, and you may not register it`,
      `Ask an owner of the subscription for: ${commands.join(' && ')}`,
    );
  }
  return warning(
    `${missing.join(', ')} will be registered before the run, and stays registered`,
    'Nothing to do; it takes a few minutes.',
  );
}
