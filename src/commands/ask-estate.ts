import type { Answers } from '../estate/answers.ts';
import type { Estate } from '../estate/estate.ts';
import { estateFrom } from '../estate/from-answers.ts';
import { runWizard } from '../wizard/wizard.ts';
import { defaultAnswers } from './default-answers.ts';
import { draftIn } from './draft.ts';
import type { CommonOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { wizardAdvice } from './wizard-advice.ts';

/** Asks in the terminal; goes on with a draft where somebody left. Undefined: nothing is to be deployed. */
export async function askEstate(
  options: CommonOptions & { readonly answers: Answers },
  ports: Ports,
): Promise<Estate | undefined> {
  const ask = await ports.ask();
  const drafts = draftIn(ports);
  const draft = await drafts.read();
  const goOn =
    draft !== undefined &&
    (await ask.confirm({
      id: 'continue',
      message: 'Continue where you left?',
      why: `A draft of ${draft.savedAt} is here.`,
      explain: 'No starts from the beginning; the draft is kept until the estate is saved.',
      default: true,
    }));
  const start = goOn ? { ...draft.answers, ...options.answers } : options.answers;
  const cloudName = options.cloud ?? start.cloud ?? 'sandbox';
  const advice = await wizardAdvice(cloudName, ports);
  const answers = await runWizard({
    ask,
    advice,
    answers: options.cloud === undefined ? start : { ...start, cloud: options.cloud },
    save: (given, place) => drafts.write(given, place, ports.today()),
    ...(goOn ? { resumeAt: draft.place } : {}),
  });
  const onCloud = advice.on(answers.cloud ?? 'sandbox');
  const complete = await defaultAnswers(answers, onCloud);
  const subscriptions = (complete.environments ?? []).flatMap(
    (environment) => environment.subscriptionId ?? [],
  );
  const existing = await Promise.all(
    subscriptions.map((subscription) => onCloud.existingRanges(subscription)),
  );
  return estateFrom(complete, {
    estateId: ports.newEstateId(),
    existingRanges: existing.flat().map((range) => range.range),
  });
}
