import { UserError } from '../errors';

/** Whole percentages of additions, subtractions and multiplications among the questions; together 100. */
export interface Operations {
  readonly add: number;
  readonly sub: number;
  readonly mul: number;
}

/**
 * How many questions of a batch are of each operation.
 *
 * As in the notebook, a mix of additions and subtractions has floor(batchSize · sub / 100) subtractions, and additions
 * make up the rest. The notebook leaves open how multiplications are counted: here they are rounded down like
 * subtractions, and where there are no additions, subtractions make up the rest, so that no operation appears
 * which was not asked for.
 *
 * @throws UserError where the percentages are not whole numbers of 0 or more that add up to 100
 */
export function operationCounts({ add, sub, mul }: Operations, batchSize: number): Record<keyof Operations, number> {
  if ([add, sub, mul].some((percent) => !Number.isInteger(percent) || percent < 0) || add + sub + mul !== 100) {
    throw new UserError(
      `operations: ${add} % add, ${sub} % sub and ${mul} % mul are not whole percentages that add up to 100. ` +
        'An example that does: 34, 66 and 0.',
    );
  }
  const numMul = Math.floor((batchSize * mul) / 100);
  const numSub = add === 0 && sub > 0 ? batchSize - numMul : Math.floor((batchSize * sub) / 100);
  return { add: batchSize - numSub - numMul, sub: numSub, mul: numMul };
}
