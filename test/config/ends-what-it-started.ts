import { afterAll } from 'vitest';
import { end } from '../kit/endings.ts';

// What a file of tests has started and made goes with it.
afterAll(end);
