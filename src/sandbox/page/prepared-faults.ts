import type { Fault } from '../faults.ts';

/** A fault that the page can switch on; each strikes once. */
export interface PreparedFault {
  readonly key: string;
  readonly label: string;
  readonly fault: Fault;
}

export const preparedFaults: readonly PreparedFault[] = [
  { key: 'throttled', label: '429 on the next write', fault: { method: 'PUT', fault: 429 } },
  { key: 'unavailable', label: '503 on the next write', fault: { method: 'PUT', fault: 503 } },
  {
    key: 'conflict',
    label: '409 on the next subnet',
    fault: { method: 'PUT', path: '/subnets/', fault: 409 },
  },
  {
    key: 'forbidden',
    label: '403 on the next role assignment',
    fault: { method: 'PUT', path: '/roleAssignments/', fault: 403 },
  },
  {
    key: 'failed',
    label: 'The next private endpoint fails',
    fault: { method: 'PUT', path: '/privateEndpoints/[^/]+$', fault: 'lro-failed' },
  },
  { key: 'lost', label: 'The next answer to a write is lost', fault: { method: 'PUT', fault: 'drop-after' } },
  { key: 'expired', label: 'The next token is expired', fault: { fault: 'token-expired' } },
];
