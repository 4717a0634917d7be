import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeSumsOfNine } from '../../../src/core/arithmetic/generator/addition';
import { generateBatch } from '../../../src/core/arithmetic/generator/mixedBatch';
import { drawMultiplications } from '../../../src/core/arithmetic/generator/multiplication';
import { drawOperands, drawsEnrichment } from '../../../src/core/arithmetic/generator/operands';
import { makeBorrows } from '../../../src/core/arithmetic/generator/subtraction';
import { contextLength } from '../../../src/core/arithmetic/positions';
import { textOf } from '../../../src/core/arithmetic/vocabulary';
import { randomStream } from '../../../src/core/random/stream';
import { chiSquareOfEqual, countsOf } from '../random/chiSquare';

const onlyAdd = { add: 100, sub: 0, mul: 0 };
const onlyMul = { add: 0, sub: 0, mul: 100 };
const mix = { add: 34, sub: 66, mul: 0 };
const mas = { add: 20, sub: 30, mul: 50 };

const stream = (index = 0) => randomStream(673023, 'data', index);

/** The questions of a batch as text. */
function textsOf(tokens: Int32Array, digits: number): string[] {
  const rowLength = contextLength(digits);
  return Array.from({ length: tokens.length / rowLength }, (_, i) =>
    textOf(tokens.subarray(i * rowLength, (i + 1) * rowLength)),
  );
}

/** Asserts that so many of n coins of a probability are within 4 standard deviations (1 in 16 000 is not). */
function expectCoins(heads: number, n: number, probability: number): void {
  expect(Math.abs(heads - n * probability)).toBeLessThan(4 * Math.sqrt(n * probability * (1 - probability)));
}

test('operands have independent, uniform digits', () => {
  const { x, y } = drawOperands(stream(), 10_000, 10);
  const pairs = Array.from(x, (digit, i) => 10 * digit + y[i]!);
  // Chi-square with 99 degrees of freedom exceeds 148.2 in 0.1 % of samples.
  expect(chiSquareOfEqual(countsOf(pairs, 100))).toBeLessThan(148.2);
});

test('2 of 5 batches are enriched', () => {
  const source = stream();
  const enriched = Array.from({ length: 10_000 }, () => drawsEnrichment(source));
  expectCoins(enriched.filter(Boolean).length, 10_000, 2 / 5);
});

describe('enriched additions', () => {
  test.each([
    [64, 6, 153],
    [64, 5, 128],
    [1, 1, 0],
    [3, 20, 24],
  ])('of %d questions of %d digits have exactly %d columns made to add up to 9', (batchSize, digits, columns) => {
    // Without a sum of nine before, every one after was made.
    const operands = { x: new Uint8Array(batchSize * digits), y: new Uint8Array(batchSize * digits), digits };
    makeSumsOfNine(stream(), operands);
    const sums = Array.from(operands.x, (digit, i) => digit + operands.y[i]!);
    expect(sums.filter((sum) => sum === 9)).toHaveLength(columns);
    expect(sums.filter((sum) => sum === 0)).toHaveLength(batchSize * digits - columns);
  });

  test('have the first or the second operands changed, never both, equally often', () => {
    const changesFirst = Array.from({ length: 1000 }, (_, index) => {
      const source = stream(index);
      const operands = drawOperands(source, 4, 6);
      const before = { x: operands.x.slice(), y: operands.y.slice() };
      makeSumsOfNine(source, operands);
      const xChanged = operands.x.join() !== before.x.join();
      const yChanged = operands.y.join() !== before.y.join();
      expect(xChanged).toBe(!yChanged);
      return xChanged;
    });
    expectCoins(changesFirst.filter(Boolean).length, 1000, 1 / 2);
  });
});

test('enriched subtractions have incremented second operands, or equal operands in 1 of 100 batches', () => {
  const batches = 20_000;
  const allEqual = Array.from({ length: batches }, (_, index) => {
    const operands = { x: Uint8Array.of(9, 0, 5, 1), y: Uint8Array.of(0, 8, 9, 4), digits: 2 };
    makeBorrows(stream(index), operands);
    expect([...operands.x]).toEqual([9, 0, 5, 1]);
    if (operands.y.join() === operands.x.join()) return true;
    expect([...operands.y]).toEqual([1, 9, 9, 5]);
    return false;
  });
  expectCoins(allEqual.filter(Boolean).length, batches, 1 / 100);
});

test('multiplications have zeros in the upper half of both operands', () => {
  for (const [digits, low] of [
    [6, 3],
    [5, 3],
    [1, 1],
  ] as const) {
    const { x, y } = drawMultiplications(stream(), 1000, digits);
    for (const operand of [x, y]) {
      for (let n = 0; n < digits; n++) {
        const column = operand.filter((_, i) => i % digits === n);
        expect(new Set(column).size).toBe(n < low ? 10 : 1);
        if (n >= low) expect(column[0]).toBe(0);
      }
    }
  }
});

describe('generateBatch', () => {
  test('writes questions with their true answers, for 1 to 20 digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), fc.boolean(), (digits, index, enrich) => {
        const tokens = generateBatch(stream(index), { digits, batchSize: 10, operations: mas, enrich });
        for (const text of textsOf(tokens, digits)) {
          const answer = /=(.*)/.exec(text)![1];
          const [, x, operator, y] = /^(\d+)(.)(\d+)=/.exec(text)!;
          const [a, b] = [BigInt(x!), BigInt(y!)];
          const result = operator === '+' ? a + b : operator === '-' ? a - b : a * b;
          const size = String(result < 0n ? -result : result).padStart(digits + 1, '0');
          expect(answer).toBe(`${result < 0n ? '-' : '+'}${size}`);
        }
      }),
    );
  });

  test('has additions, then subtractions, then multiplications', () => {
    const tokens = generateBatch(stream(), { digits: 6, batchSize: 64, operations: mas, enrich: true });
    const operators = textsOf(tokens, 6).map((text) => text[6]);
    expect(operators.join('')).toBe('+'.repeat(13) + '-'.repeat(19) + '*'.repeat(32));
  });

  test('cuts full batches: the additions of a mix are the first of a batch of additions', () => {
    for (let index = 0; index < 20; index++) {
      const options = { digits: 6, batchSize: 64, enrich: true };
      const mixed = textsOf(generateBatch(stream(index), { ...options, operations: mix }), 6);
      const additions = textsOf(generateBatch(stream(index), { ...options, operations: onlyAdd }), 6);
      expect(mixed.slice(0, 22)).toEqual(additions.slice(0, 22));
      expect(mixed[22]![6]).toBe('-');
    }
  });

  test('never enriches multiplications, nor anything when not asked to', () => {
    for (let index = 0; index < 20; index++) {
      const options = { digits: 6, batchSize: 8, operations: onlyMul };
      const plain = generateBatch(stream(index), { ...options, enrich: false });
      expect(generateBatch(stream(index), { ...options, enrich: true })).toEqual(plain);
    }
    const { x, y } = drawOperands(stream(1), 64, 6);
    const plain = generateBatch(stream(1), { digits: 6, batchSize: 64, operations: onlyAdd, enrich: false });
    const drawn = Array.from({ length: 64 }, (_, i) => {
      const operand = (digits: Uint8Array) => [...digits.subarray(6 * i, 6 * i + 6)].reverse().join('');
      return `${operand(x)}+${operand(y)}`;
    });
    expect(textsOf(plain, 6).map((text) => text.split('=')[0])).toEqual(drawn);
  });

  test('stacks batches in a given array', () => {
    const options = { digits: 6, batchSize: 16, operations: mix, enrich: true };
    const first = generateBatch(stream(1), options);
    const second = generateBatch(stream(2), options);
    const stacked = new Int32Array(first.length + second.length);
    expect(generateBatch(stream(1), options, stacked)).toBe(stacked);
    generateBatch(stream(2), options, stacked, first.length);
    expect([...stacked]).toEqual([...first, ...second]);
    expect(first).not.toEqual(second);
    expect(() => generateBatch(stream(3), options, stacked, first.length + 1)).toThrow(RangeError);
  });

  test('refuses percentages that do not add up to 100', () => {
    const operations = { add: 50, sub: 0, mul: 0 };
    expect(() => generateBatch(stream(), { digits: 6, batchSize: 64, operations, enrich: true })).toThrow(
      /add up to 100/,
    );
  });
});
