import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { positionMeanings } from '../../../src/core/arithmetic/positions';
import { parsePositions } from '../../../src/core/arithmetic/positionSelection';

// P0 … P21: D5 … D0, OPR (P6), D'5 … D'0 (P7 … P12), = (P13), A7 … A0 (P14 … P21).
const sixDigits = positionMeanings(6, 0);

describe('parsePositions', () => {
  test.each([
    ['all', Array.from({ length: 22 }, (_, i) => i)],
    ['P9', [9]],
    ['P9-P12', [9, 10, 11, 12]],
    ["D'0-A6", [12, 13, 14, 15]],
    ['P12-A6', [12, 13, 14, 15]],
    [' D0 - OPR ', [5, 6]],
    ['=, A7', [13, 14]],
    ['OPR', [6]],
    ['A0,D5', [0, 21]],
    ['P3-P5,D1,P5-P6', [3, 4, 5, 6]],
    ['A7-A7', [14]],
    [
      ['P20', 'OPR,P2'],
      [2, 6, 20],
    ],
  ])('selects %j', (positions, indices) => {
    expect(parsePositions(positions, sixDigits)).toEqual(indices);
  });

  test('knows the sign, which follows =, as + too, whatever the operations of the model', () => {
    expect(parsePositions('+', sixDigits)).toEqual([14]);
    expect(parsePositions('=-+', positionMeanings(5, 0))).toEqual([11, 12]);
    expect(parsePositions('+,A6', positionMeanings(5, 0))).toEqual([12]);
  });

  test.each([
    ['', /a position is missing/],
    [[], /the list is empty/],
    ['A7,', /a position is missing/],
    ['P9-', /a position is missing/],
    ['-P9', /a position is missing/],
    ['A8', /no position "A8"/],
    ['p9', /no position "p9"/],
    ['P9-20', /no position "20"/],
    ['D-1', /no position "D"/],
    ['P22', /P22 is beyond the last position/],
    ['P1-P2-P3', /not a range of two positions/],
    ['P20-P9', /runs backwards, from P20 to P9/],
    ['A0-A7', /runs backwards, from P21 to P14/],
  ])('refuses %j', (positions, message) => {
    const select = () => parsePositions(positions, sixDigits);
    expect(select).toThrow(UserError);
    expect(select).toThrow(message);
    expect(select).toThrow(/Valid are "all", P0 to P21, D5, .*OPR, D'5, .*=, A7, .*A0, \+ for A7, ranges/);
  });
});
