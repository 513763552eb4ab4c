/**
 * A refusal by Azure Resource Manager as the run sees it, whichever of its envelopes carried it.
 * `code` is the deepest code that is not a mere wrapper; `status` is the HTTP status of the answer
 * (200 for an operation that ended Failed), or null when no answer came at all.
 */
export class ArmError extends Error {
  readonly status: number | null;
  readonly code: string;
  readonly correlationId: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** The answer as it came, for `--verbose`. */
  readonly body: unknown;
  /** Values of `WWW-Authenticate`, for claims challenges and wrong directories. */
  readonly challenge: string | undefined;

  constructor(fields: {
    status: number | null;
    code: string;
    message: string;
    correlationId?: string | undefined;
    retryAfterMs?: number | undefined;
    body?: unknown;
    challenge?: string | undefined;
  }) {
    super(fields.message);
    this.name = 'ArmError';
    this.status = fields.status;
    this.code = fields.code;
    this.correlationId = fields.correlationId;
    this.retryAfterMs = fields.retryAfterMs;
    this.body = fields.body;
    this.challenge = fields.challenge;
  }
}
