import { type WizardQuestion, withAnswer } from '../question.ts';

/** Where to deploy. The sandbox is the default even where a sign-in is found. */
export const cloudQuestion: WizardQuestion = {
  id: 'cloud',
  section: 'Destination',
  asked: ['quick', 'custom'],
  label: 'Cloud',
  standard: 'sandbox',
  async ask({ ask, advice }, answers) {
    const clouds = await advice.clouds();
    const cloud = await ask.choose({
      id: 'cloud',
      message: 'Where do you want to deploy?',
      why: 'The sandbox behaves like Azure and costs nothing; everything can be tried there first.',
      explain:
        'The sandbox is a simulator of Azure Resource Manager on this machine: no account, no bill, same plan, same run. ' +
        'A sign-in that was found only adds its cloud to this list. Nothing is written before you confirm a plan.',
      choices: clouds.map((choice) => ({
        value: choice.cloud,
        name: choice.name,
        ...(choice.hint === undefined ? {} : { hint: choice.hint }),
      })),
      default: answers.cloud ?? 'sandbox',
    });
    if (cloud === answers.cloud || (answers.cloud === undefined && cloud === 'sandbox')) {
      return withAnswer(answers, 'cloud', cloud);
    }
    // Directories, subscriptions, groups, networks, regions and models of one cloud don't exist on another.
    const {
      directoryId: _directory,
      environments: _environments,
      residency: _residency,
      region: _region,
      modelRegion: _modelRegion,
      models: _models,
      groups: _groups,
      centralZones: _zones,
      ...kept
    } = answers;
    return { ...kept, cloud };
  },
  given: (answers) => answers.cloud,
};
