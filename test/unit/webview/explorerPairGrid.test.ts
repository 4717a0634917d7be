import { expect, test } from 'vitest';
import { makeProbes } from '../../../src/core/analysis/probes/probeSet';
import { valueOf } from '../../../src/core/analysis/variable';
import { contextLength } from '../../../src/core/arithmetic/positions';
import { questionText, readQuestion } from '../../../src/core/arithmetic/question';
import { questionClass } from '../../../src/core/arithmetic/questionClass';
import type { AnalysisView } from '../../../src/protocol/explorer';
import { byComplexity, byTask } from '../../../src/webview/explorer/embedding/colouring';
import { largestMean, pairGrids, tellingColumn } from '../../../src/webview/explorer/neuron/pairGrid';
import { sampleOf } from '../../../src/webview/explorer/sample';

const DIGITS = 4;
const COUNT = 3000;
const { tokens } = makeProbes({ digits: DIGITS, operations: { add: 34, sub: 66, mul: 0 }, seed: 3, count: COUNT });
const questions = Array.from({ length: COUNT }, (_, i) => readQuestion(tokens, DIGITS, i * contextLength(DIGITS)));
const sample = sampleOf({ sampleTokens: tokens, digits: DIGITS } as AnalysisView);
/** 2 where column 2 of an addition carries by itself. */
const carry = Float32Array.from(questions, (question) =>
  questionClass(question) === 'S' ? 2 * valueOf(question, { task: 'SC', digit: 2 })! : 0,
);

test('a carry is a triangle in additions, and nothing in subtractions', () => {
  const { S, M, N, all } = pairGrids(sample, 2, carry);
  for (let cell = 0; cell < 100; cell++) {
    const [first, second] = [Math.floor(cell / 10), cell % 10];
    const members = questions.filter(({ x, y, operator }) => operator === '+' && x[2] === first && y[2] === second);
    expect(S.counts[cell]).toBe(members.length);
    if (members.length > 0) expect(S.means[cell]).toBe(first + second >= 10 ? 2 : 0);
    else expect(S.means[cell]).toBeNaN();
    expect(all.counts[cell]).toBe(S.counts[cell]! + M.counts[cell]! + N.counts[cell]!);
  }
  expect(largestMean([M, N])).toBe(0);
  expect(largestMean([S, M])).toBe(2);
});

test('the column that a neuron is about is found', () => {
  for (let n = 0; n < DIGITS; n++) {
    const sums = Float32Array.from(questions, (question) => valueOf(question, { task: 'SS', digit: n })!);
    expect(tellingColumn(sample, sums)).toBe(n);
  }
});

test('a sample finds its questions by their text, and says their classes', () => {
  for (const question of [0, 17, COUNT - 1]) {
    const text = questionText(questions[question]!);
    expect(sample.textOf(question)).toBe(text);
    // The same question may stand there twice.
    expect(sample.textOf(sample.indexOf(text)!)).toBe(text);
    expect(['S', 'M', 'N'][sample.classes[question]!]).toBe(questionClass(questions[question]!));
  }
  expect(sample.indexOf('0000+0000=+12345')).toBeUndefined();
});

test('colours sort every question under the value of its task', () => {
  const { names, of } = byTask(sample, 'ST', 1);
  expect(names).toEqual(['ST1 = 8', 'ST1 = 9', 'ST1 = 10']);
  questions.forEach((question, i) => {
    expect(8 + of[i]!).toBe(valueOf(question, { task: 'ST', digit: 1 }));
  });
  expect(byTask(sample, 'OPR', 1).names).toEqual(['OPR = +', 'OPR = −', 'OPR = ×']);
  const complexity = byComplexity(sample);
  expect(complexity.names[complexity.of[5]!]).toBe(sample.complexityOf(5));
  expect(complexity.marks).toHaveLength(complexity.names.length);
});
