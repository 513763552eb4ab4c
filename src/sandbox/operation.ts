import type { JsonObject } from './json.ts';
import type { Answer, Stored } from './provider.ts';

/** A long-running operation as the store keeps it; everything about its end is data, so any process can end it. */
export interface Operation {
  readonly id: string;
  /** Order in which operations with the same due time end. */
  readonly serial: number;
  /** Id of the resource it works on. */
  readonly resource: string;
  readonly type: string;
  readonly verb: 'create' | 'update' | 'delete' | 'action';
  readonly begun: number;
  readonly due: number;
  readonly status: 'InProgress' | 'Succeeded' | 'Failed';
  /** Why it ended, or is going to end, Failed: the object inside an error envelope. */
  readonly error?: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly parts?: JsonObject;
  };
  /** Ends Failed for the first reader, Succeeded for every later one. */
  readonly flip?: true;
  /** Set aside while the operation runs; put back when it fails. */
  readonly prior?: Stored;
  readonly lane?: string;
  /** What a poll of the Location URL answers at the end; default 200 or 204 without a body. */
  readonly answer?: Pick<Answer, 'status' | 'body'>;
  /** Effect of an action: the type's `later` hook. */
  readonly effect?: { readonly type: string; readonly purpose: string; readonly data: JsonObject };
  readonly subscription: string;
  readonly namespace: string;
  readonly location: string;
  /** Region-less operations (resource groups) have a URL of their own form. */
  readonly form: 'regional' | 'subscription' | 'none';
  readonly callerId: string;
}

/** An effect waiting for its time. */
export interface Waiting {
  readonly id: string;
  readonly serial: number;
  readonly due: number;
  readonly resource: string;
  readonly type: string;
  readonly purpose: string;
  readonly data: JsonObject;
}
