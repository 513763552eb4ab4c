import { afterAll } from 'vitest';
import { expectPublishedTypes } from '../kit/traffic.ts';

// Whatever a file of tests sends to a sandbox and is answered is held against the published types, when it ends.
afterAll(expectPublishedTypes);
