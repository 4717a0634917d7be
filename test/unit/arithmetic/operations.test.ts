import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { operationCounts } from '../../../src/core/arithmetic/operations';

describe('operationCounts', () => {
  test.each([
    // The notebook's mixes of 64 questions.
    [{ add: 100, sub: 0, mul: 0 }, 64, { add: 64, sub: 0, mul: 0 }],
    [{ add: 0, sub: 100, mul: 0 }, 64, { add: 0, sub: 64, mul: 0 }],
    [{ add: 0, sub: 0, mul: 100 }, 64, { add: 0, sub: 0, mul: 64 }],
    [{ add: 34, sub: 66, mul: 0 }, 64, { add: 22, sub: 42, mul: 0 }],
    [{ add: 20, sub: 80, mul: 0 }, 64, { add: 13, sub: 51, mul: 0 }],
    // What remains goes to additions, or to subtractions where there are none.
    [{ add: 20, sub: 30, mul: 50 }, 64, { add: 13, sub: 19, mul: 32 }],
    [{ add: 0, sub: 33, mul: 67 }, 64, { add: 0, sub: 22, mul: 42 }],
    [{ add: 34, sub: 66, mul: 0 }, 1, { add: 1, sub: 0, mul: 0 }],
  ])('of %o in %d questions', (operations, batchSize, counts) => {
    expect(operationCounts(operations, batchSize)).toEqual(counts);
  });

  test.each([
    { add: 20, sub: 30, mul: 40 },
    { add: 120, sub: -20, mul: 0 },
    { add: 33.5, sub: 66.5, mul: 0 },
  ])('refuses %o', (operations) => {
    expect(() => operationCounts(operations, 64)).toThrow(UserError);
    expect(() => operationCounts(operations, 64)).toThrow(/whole percentages that add up to 100/);
  });
});
