import type { Answers } from '../../estate/answers.ts';
import { type Service, type StorageKind, services } from '../../estate/integration.ts';
import { wantsStorage } from '../../estate/integration-from-answers.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** What people call each service. */
const names: Readonly<Record<Service, string>> = {
  storage: 'Storage for files',
  cosmos: 'Cosmos DB for NoSQL',
  sql: 'SQL Database',
  dataFactory: 'Data Factory',
};

const kinds: Readonly<Record<StorageKind, string>> = { blob: 'Blob storage', 'data-lake': 'Data Lake' };

/** What stands beside the models: one question for all of it, and nothing by default. */
const servicesQuestion: WizardQuestion = {
  id: 'services',
  section: 'Integration',
  asked: ['custom'],
  label: 'Beside the models',
  standard: 'nothing',
  async ask({ ask, advice }, answers) {
    const chosen = await ask.chooseMany<Service>({
      id: 'services',
      message: 'What works together with the models?',
      why: 'Each is private, opened by Entra roles alone, watched and verified; nothing of it is needed for models.',
      explain:
        'Every environment gets what is chosen, in a resource group of its own, reached by private endpoints. Prices are ' +
        'those of one environment at small use. A Data Factory brings storage with it. What is taken out of the file later goes away with its data, after a ' +
        'confirmation.',
      choices: services.map((value) => ({
        value,
        name: names[value],
        hint: advice.integrationPrice(value === 'storage' ? 'blob' : value, answers.region ?? ''),
      })),
      default: answers.services ?? [],
    });
    return withAnswer(answers, 'services', chosen);
  },
  given: ({ services: chosen }) => chosen && (chosen.map((each) => names[each]).join(', ') || 'nothing'),
};

const storageKindQuestion: WizardQuestion = {
  id: 'storage',
  section: 'Integration',
  asked: ['custom'],
  label: 'Kind of storage',
  standard: kinds.blob,
  async ask({ ask, advice }, answers) {
    const hint = (kind: StorageKind): string => advice.integrationPrice(kind, answers.region ?? '');
    const kind = await ask.choose<StorageKind>({
      id: 'storage',
      message: 'Which kind of storage do files need?',
      why: 'Azure fixes it when the account is created: another kind later means another account.',
      explain:
        'Blob storage is for documents that are written and read one by one, and keeps earlier versions of them. A Data ' +
        'Lake is for many files in folders that analyses read; it keeps no versions and answers under a second name.',
      choices: (['blob', 'data-lake'] as const).map((value) => ({
        value,
        name: kinds[value],
        hint: hint(value),
      })),
      default: answers.storageKind ?? 'blob',
    });
    return withAnswer(answers, 'storageKind', kind);
  },
  given: ({ storageKind }) => storageKind && kinds[storageKind],
};

const sqlAdministratorsQuestion: WizardQuestion = {
  id: 'sql-administrators',
  section: 'Integration',
  asked: ['custom'],
  label: 'SQL administrators',
  standard: 'not chosen',
  async ask({ ask, advice }, answers) {
    const asked = {
      id: 'sql-administrators',
      message: 'Which group administers the SQL databases?',
      why: 'There is no SQL login: without its members nobody makes users, and no application gets in.',
      explain:
        'An Entra group. Its members make the users of the databases, those of applications too; they are eligible ' +
        'rather than active members, at best.',
    };
    const { directoryId, sqlAdministrators: current } = answers;
    const groups = directoryId === undefined ? [] : await advice.groups(directoryId);
    if (groups.length === 0) {
      const typed = await ask.text({
        ...asked,
        explain: `${asked.explain} The directory can not be read: type NAME=OBJECTID.`,
        default: current ? `${current.name}=${current.objectId ?? ''}` : '',
        check: (text) =>
          administratorsIn(text)
            ? { ok: true }
            : {
                ok: false,
                reason: 'NAME=OBJECTID, such as sg-sql-admins=0f8fad5b-d9cb-469f-a165-70867728950e',
              },
      });
      return withAnswer(answers, 'sqlAdministrators', administratorsIn(typed));
    }
    const objectId = await ask.choose({
      ...asked,
      choices: groups.map((group) => ({ value: group.objectId, name: group.name, hint: group.objectId })),
      ...(current?.objectId === undefined ? {} : { default: current.objectId }),
    });
    const chosen = groups.find((group) => group.objectId === objectId);
    return withAnswer(answers, 'sqlAdministrators', chosen && { name: chosen.name, objectId });
  },
  given: ({ sqlAdministrators }) => sqlAdministrators?.name,
};

/** A group as people type it: its name and its object id. */
function administratorsIn(text: string): NonNullable<Answers['sqlAdministrators']> | undefined {
  const [, name, objectId] = /^(.{1,128})=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(text) ?? [];
  return name === undefined || objectId === undefined ? undefined : { name, objectId };
}

/** What stands beside the models, and what the chosen services want to know. */
export function integrationQuestions({ services: chosen = [] }: Answers): readonly WizardQuestion[] {
  return [
    servicesQuestion,
    ...(wantsStorage(chosen) ? [storageKindQuestion] : []),
    ...(chosen.includes('sql') ? [sqlAdministratorsQuestion] : []),
  ];
}
