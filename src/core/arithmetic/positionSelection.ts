import { UserError } from '../errors';

/**
 * Token positions that a config's `positions` selects: `"all"`, indices (`"P9"`), names (`"A7"`, `"OPR"`), inclusive
 * ranges of them (`"P9-P20"`, `"D'0-A1"`), several separated by commas, or a list of such texts. `"+"` is another name
 * of the answer's sign, which is A(d+1) for d digits per operand, whatever operations the model knows.
 *
 * @param meanings the name of every position of the model, in order, its sign as A(d+1)
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
  const index = digits === undefined ? meanings.indexOf(name === '+' ? signName(meanings) : name) : Number(digits);
  if (index < 0) throw positionError(`there is no position "${name}"`, meanings);
  if (index >= meanings.length) throw positionError(`${name} is beyond the last position`, meanings);
  return index;
}

/** The answer begins with its sign. */
function signName(meanings: readonly string[]): string {
  return meanings[meanings.indexOf('=') + 1]!;
}

function positionError(problem: string, meanings: readonly string[]): UserError {
  return new UserError(
    `${problem}. Valid are "all", P0 to P${meanings.length - 1}, ${meanings.join(', ')}, ` +
      `+ for ${signName(meanings)}, ranges of these such as "P9-P20", and several separated by commas.`,
  );
}
