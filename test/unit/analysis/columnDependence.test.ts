import { describe, expect, it } from 'vitest';
import { ColumnDependences } from '../../../src/core/analysis/columns/columnDependence';
import { makeProbes, probeQuestion } from '../../../src/core/analysis/probes/probeSet';
import type { Question } from '../../../src/core/arithmetic/question';
import { questionClass } from '../../../src/core/arithmetic/questionClass';
import { randomStream } from '../../../src/core/random/stream';

const DIGITS = 3;
const probes = makeProbes({ digits: DIGITS, operations: { add: 40, sub: 60, mul: 0 }, seed: 5, count: 20_000 });
const questions = Array.from({ length: probes.count }, (_, i) => probeQuestion(probes, i));

/** What is found of one neuron at one position. */
function found(position: number, activation: (question: Question, index: number) => number) {
  const dependences = new ColumnDependences(DIGITS, [position], 1);
  dependences.add(Float32Array.from(questions, activation), probes.tokens, 0);
  return dependences.of(0, 0);
}

describe('the column that a neuron follows from', () => {
  it('is the one whose digits and class give its activation, which they account for entirely', () => {
    const result = found(7, (question) => {
      const sum = question.x[1]! + question.y[1]!;
      return questionClass(question) === 'S' && sum >= 10 ? sum : 0;
    });
    expect(result?.digit).toBe(1);
    expect(result!.explained).toBeCloseTo(1, 6);
  });

  it('accounts for the share of the variance that is not noise', () => {
    const stream = randomStream(3, 'weights', 0);
    const noise = questions.map(() => 2 * stream.uniform() - 1);
    const mean = questions.reduce((sum, { x }) => sum + x[2]!, 0) / questions.length;
    const variance = questions.reduce((sum, { x }) => sum + (x[2]! - mean) ** 2, 0) / questions.length;
    const { digit, explained } = found(7, ({ x }, i) => 20 + x[2]! + 3 * noise[i]!)!;
    expect(digit).toBe(2);
    // Uniform noise from -3 to 3 has a variance of 3; means of some 33 questions add a thirtieth of it.
    expect(explained).toBeCloseTo(variance / (variance + 3), 1);
  });

  it('explains nothing of noise, on questions held out', () => {
    const stream = randomStream(4, 'weights', 0);
    const { explained } = found(7, () => stream.uniform())!;
    expect(explained).toBeLessThan(0.02);
  });

  it('is a column of which both digits have been read', () => {
    // D'1 is the last token that has been read at position 5.
    expect(found(5, ({ x, y }) => 1 + x[0]! + y[0]!)?.explained).toBeLessThan(0.2);
    expect(found(6, ({ x, y }) => 1 + x[0]! + y[0]!)?.digit).toBe(0);
    expect(found(3, ({ x }) => x[2]!)).toBeNull();
  });

  it('is none where the activation does not differ', () => {
    expect(found(7, () => 0)).toBeNull();
    expect(found(7, () => 1.5)).toBeNull();
  });

  it('is the same whether questions come at once or in parts', () => {
    const values = Float32Array.from(questions, ({ x, y }) => x[0]! * y[0]!);
    const parts = new ColumnDependences(DIGITS, [7], 1);
    for (let first = 0; first < probes.count; first += 777) {
      const end = Math.min(first + 777, probes.count);
      parts.add(values.subarray(first, end), probes.tokens.subarray(13 * first, 13 * end), first);
    }
    expect(parts.of(0, 0)).toEqual(found(7, ({ x, y }) => x[0]! * y[0]!));
  });
});
