import type { Answers } from '../estate/answers.ts';
import type { Ports } from './ports.ts';

/** What a wizard that was left keeps. */
interface Draft {
  readonly format: 1;
  readonly answers: Answers;
  readonly place: string;
  readonly savedAt: string;
}

/** The draft of this folder, of its estate or of a new tenant. One that can't be read counts as none. */
export function draftIn({ files, home }: Pick<Ports, 'files' | 'home'>, of: 'estate' | 'tenant' = 'estate') {
  const path = of === 'estate' ? `${home}/draft.json` : `${home}/tenant-draft.json`;
  return {
    read: async (): Promise<Draft | undefined> => {
      const text = await files.read(path);
      if (text === undefined) return undefined;
      try {
        const draft = JSON.parse(text) as Draft;
        return draft.format === 1 ? draft : undefined;
      } catch {
        return undefined;
      }
    },
    write: (answers: Answers, place: string, savedAt: string): Promise<void> =>
      files.write(
        path,
        `${JSON.stringify({ format: 1, answers, place, savedAt } satisfies Draft, null, 2)}\n`,
      ),
    remove: (): Promise<void> => files.remove(path),
  };
}
