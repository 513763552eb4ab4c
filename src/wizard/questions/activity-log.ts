import { type WizardQuestion, withAnswer } from '../question.ts';

/** Whether the activity log of production is kept. */
export const activityLogQuestion: WizardQuestion = {
  id: 'activity-log',
  section: 'Operations',
  asked: ['custom'],
  label: 'Activity log',
  standard: 'not kept beside Azure’s 90 days',
  async ask({ ask }, answers) {
    const activityLog = await ask.choose({
      id: 'activity-log',
      message: 'Is the activity log of production subscriptions kept in a workspace?',
      why: 'Azure forgets after 90 days who changed rights, rules and resources, and joins it to no other log.',
      explain:
        'One diagnostic setting for the whole subscription sends it to a workspace that keeps it as long as the other ' +
        'logs. Azure takes the activity log in for free; keeping it beyond what is included is billed with the logs of ' +
        'the plan. It concerns everything in the subscription, whoever put it there.',
      choices: [
        { value: false, name: 'No', hint: 'Azure itself keeps it for 90 days' },
        { value: true, name: 'Yes', hint: 'of the whole subscription' },
      ],
      default: answers.activityLog ?? false,
    });
    return withAnswer(answers, 'activityLog', activityLog);
  },
  given: ({ activityLog }) =>
    activityLog === undefined ? undefined : activityLog ? 'kept, of production' : 'not kept',
};
