import type { Answers } from '../estate/answers.ts';
import type { Advice, Ask } from './ports.ts';

/** The quick path asks a few questions and takes secure defaults; the custom path asks all. */
export type Path = 'quick' | 'custom';

/** Parts of the review screen, in its order. */
export const sections = [
  'Destination',
  'Organisation',
  'Environments',
  'Residency',
  'Integration',
  'Network',
  'Models',
  'Access',
  'Operations',
] as const;
export type Section = (typeof sections)[number];

/** Whom a question asks, and where it finds its facts: the advice of the chosen cloud. */
export interface Ports {
  readonly ask: Ask;
  readonly advice: Advice;
}

/** One question of the wizard: one prompt, and what its answer means. */
export interface WizardQuestion {
  readonly id: string;
  readonly section: Section;
  /** The paths that ask it. */
  readonly asked: readonly Path[];
  /** What the review screen calls it. */
  readonly label: string;
  /** Whether it makes sense after the answers before it; left out: always. */
  applies?(answers: Answers, advice: Advice): boolean | Promise<boolean>;
  ask(ports: Ports, answers: Answers): Promise<Answers>;
  /** The given answer in a few words; undefined as long as there is none. */
  given(answers: Answers): string | undefined;
  /** What applies without an answer, in a few words. */
  readonly standard: string;
}

/** A question, or the questions that depend on earlier answers: one for each environment, model or group. */
export type QuestionSource = WizardQuestion | ((answers: Answers) => readonly WizardQuestion[]);

/** Answers with one of them set, or taken out where the value is undefined. */
export function withAnswer<K extends keyof Answers>(
  answers: Answers,
  key: K,
  value: Answers[K] | undefined,
): Answers {
  const { [key]: _before, ...others } = answers;
  return value === undefined ? others : { ...others, [key]: value };
}
