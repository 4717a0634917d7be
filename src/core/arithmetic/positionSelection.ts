import { UserError } from '../errors';

/**
 * Token positions that a config's `positions` selects: `"all"`, indices (`"P9"`), names (`"A7"`, `"OPR"`), inclusive
 * ranges of them (`"P9-P20"`, `"D'0-A1"`), several separated by commas, or a list of such texts.
 *
 * @param meanings the name of every position of the model, in order
 * @returns distinct indices, ascending
 * @throws UserError where an item is empty, unknown, out of range or a reversed range
 */
export function parsePositions(positions: string | readonly string[], meanings: readonly string[]): number[] {
  const items = [positions].flat().flatMap((text) => text.split(','));
  if (items.length === 0) throw positionError('the list is empty', meanings);
  const indices = items.flatMap((item) => positionsOfItem(item.trim(), meanings));
  return [...new Set(indices)].sort((a, b) => a - b);
}

function positionsOfItem(item: string, meanings: readonly string[]): number[] {
  if (item === 'all') return [...meanings.keys()];
  const ends = item.split('-').map((name) => positionOf(name.trim(), meanings));
  const [first, last = first] = ends;
  if (first === undefined || last === undefined || ends.length > 2) {
    throw positionError(`"${item}" is not a range of two positions`, meanings);
  }
  if (first > last) {
    throw positionError(`the range "${item}" runs backwards, from P${first} to P${last}; exchange its ends`, meanings);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function positionOf(name: string, meanings: readonly string[]): number {
  if (name === '') throw positionError('a position is missing', meanings);
  const digits = /^P(\d+)$/.exec(name)?.[1];
  const index = digits === undefined ? meanings.indexOf(name) : Number(digits);
  if (index < 0) throw positionError(`there is no position "${name}"`, meanings);
  if (index >= meanings.length) throw positionError(`${name} is beyond the last position`, meanings);
  return index;
}

function positionError(problem: string, meanings: readonly string[]): UserError {
  return new UserError(
    `${problem}. Valid are "all", P0 to P${meanings.length - 1}, ${meanings.join(', ')}, ` +
      'ranges of these such as "P9-P20", and several separated by commas.',
  );
}
