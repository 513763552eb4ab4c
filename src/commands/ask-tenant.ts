import type { Answers } from '../estate/answers.ts';
import type { Estate } from '../estate/estate.ts';
import { runTenantWizard } from '../wizard/tenant-wizard.ts';
import { draftIn } from './draft.ts';
import type { Ports } from './ports.ts';
import { wizardAdvice } from './wizard-advice.ts';

/** Asks in the terminal for a tenant that joins an estate; goes on with a draft where somebody left. */
export async function askTenant(
  estate: Estate,
  given: Answers,
  cloudName: string,
  ports: Ports,
): Promise<Answers> {
  const ask = await ports.ask('new tenant');
  const drafts = draftIn(ports, 'tenant');
  const draft = await drafts.read();
  const goOn =
    draft !== undefined &&
    (await ask.confirm({
      id: 'continue',
      message: 'Continue where you left?',
      why: `A draft of a tenant of ${draft.savedAt} is here.`,
      explain: 'No starts from the beginning; the draft is kept until the tenant is in the estate file.',
      default: true,
    }));
  return runTenantWizard({
    ask,
    advice: await wizardAdvice(cloudName, ports),
    estate,
    answers: goOn ? { ...draft.answers, ...given } : given,
    save: (answers, place) => drafts.write(answers, place, ports.today()),
    ...(goOn ? { resumeAt: draft.place } : {}),
  });
}
