const endings: (() => void)[] = [];

/** Has something done at the end of each file of tests: modules outlive the file that has loaded them. */
export function atEnd(ending: () => void): void {
  endings.push(ending);
}

/** The end of a file. */
export function end(): void {
  for (const ending of endings) ending();
}
