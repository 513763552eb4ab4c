import { known, unregistered } from '../../resource/subscription.ts';
import { isGranted } from '../permission.ts';
import { type Check, type CheckInput, cannotTell, type Finding, failed, ok, warning } from '../rule.ts';

export const providers: Check = {
  id: 'GT-CHECK-PROVIDERS',
  stage: 'before',
  about: 'all',
  checklist: [],
  title: 'Resource providers are registered, or can be',
  run: (input) => {
    if (!known(input.facts.registrations)) {
      return [cannotTell('the registration of resource providers', input.facts.registrations, input)];
    }
    const missing = unregistered(input.design.providers, input.facts.registrations);
    if (missing.length === 0) {
      return [ok('all resource providers are registered', input.design.providers.join(', '))];
    }
    return [judge(missing, input)];
  },
};

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
