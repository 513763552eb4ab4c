/** A rule that could not be evaluated. To Azure that is an implicit deny. */
export class PolicyFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicyFailure';
  }
}
