import { GrowingColumn } from './growingColumn';

/**
 * A column smoothed as TensorBoard does: an exponential moving average that starts at 0, divided by the sum of its
 * weights so far, which takes that start out again. Where a value is undefined so is the average, which goes on after it.
 */
export class SmoothedColumn {
  private readonly smoothed = new GrowingColumn();
  private average = 0;
  private weightOfStart = 1;

  /** @param weight how much of the average stays at each row, from 0 (no smoothing) to below 1 */
  constructor(readonly weight: number) {}

  /** The average of a column, which since the last call has been appended to, no more. */
  extend(column: Float64Array): Float64Array {
    for (let row = this.smoothed.length; row < column.length; row++) this.smoothed.push(this.next(column[row]!));
    return this.smoothed.values;
  }

  private next(value: number): number {
    if (!Number.isFinite(value)) return value;
    this.average = this.weight * this.average + (1 - this.weight) * value;
    this.weightOfStart *= this.weight;
    return this.average / (1 - this.weightOfStart);
  }
}
