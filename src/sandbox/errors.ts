import type { Json, JsonObject } from './json.ts';

/** What an ARM error body may carry beside code and message. */
export interface ArmErrorParts {
  readonly target?: string;
  readonly details?: readonly JsonObject[];
  readonly additionalInfo?: readonly JsonObject[];
  readonly headers?: { readonly [name: string]: string };
}

/** A refusal as ARM answers it. Throw it anywhere below the handler: nothing of the request is applied. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly parts: ArmErrorParts;

  constructor(status: number, code: string, message: string, parts: ArmErrorParts = {}) {
    super(message);
    this.name = 'ArmError';
    this.status = status;
    this.code = code;
    this.parts = parts;
  }
}

/** The error envelope of the control plane: `{"error":{code,message,target?,details?,additionalInfo?}}`. */
export function errorBody(error: ArmError): JsonObject {
  return { error: errorObject(error) };
}

/** The inner object of the envelope; operations that ended Failed carry it too. */
function errorObject(error: ArmError): JsonObject {
  const { target, details, additionalInfo } = error.parts;
  const body: { [key: string]: Json } = { code: error.code, message: error.message };
  if (target !== undefined) body['target'] = target;
  if (details !== undefined) body['details'] = [...details];
  if (additionalInfo !== undefined) body['additionalInfo'] = [...additionalInfo];
  return body;
}
