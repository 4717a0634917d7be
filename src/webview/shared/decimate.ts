import type { Range } from './range';
import { firstAbove, firstAtLeast } from './search';

/**
 * The rows of a curve that are enough to draw it: of each of the `buckets` into which the visible range is cut, one for
 * each pixel, the lowest and the highest value, in the order of the rows; and the row on either side of the range, so
 * that lines reach its edges. At most `2 * buckets + 2` rows. Where a bucket holds nothing to show, one of its rows is
 * given all the same, to break the line.
 *
 * @param x ascending
 * @param floor values up to it are not shown; nor are those that are NaN
 */
export function decimate(x: Float64Array, y: Float64Array, range: Range, buckets: number, floor = -Infinity): number[] {
  const first = firstAtLeast(x, range.min);
  const end = firstAbove(x, range.max);
  const [before, after] = [Math.max(first - 1, 0), Math.min(end + 1, x.length)];
  if (end - first <= 2 * buckets) return Array.from({ length: after - before }, (_, i) => before + i);

  const rows: number[] = [];
  if (before < first) rows.push(before);
  const width = (range.max - range.min) / buckets;
  let bucket = -1;
  for (let row = first; row < end;) {
    // The bucket of the row; never the one before again, whatever rounding says, so that there are no more than there are.
    bucket = Math.min(Math.max(Math.floor((x[row]! - range.min) / width), bucket + 1), buckets - 1);
    const limit = bucket === buckets - 1 ? Infinity : range.min + (bucket + 1) * width;
    const begin = row;
    let [lowest, highest] = [-1, -1];
    do {
      const value = y[row]!;
      if (value > floor) {
        if (lowest < 0 || value < y[lowest]!) lowest = row;
        if (highest < 0 || value > y[highest]!) highest = row;
      }
      row++;
    } while (row < end && x[row]! < limit);
    if (lowest < 0) rows.push(begin);
    else if (lowest === highest) rows.push(lowest);
    else rows.push(Math.min(lowest, highest), Math.max(lowest, highest));
  }
  if (after > end) rows.push(end);
  return rows;
}
