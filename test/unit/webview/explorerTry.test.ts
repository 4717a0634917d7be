import { expect, test } from 'vitest';
import type { Tried } from '../../../src/core/run/tried';
import { parseQuestion } from '../../../src/core/arithmetic/parseQuestion';
import { complexityTag } from '../../../src/core/arithmetic/questionClass';
import type { AnalysisView } from '../../../src/protocol/explorer';
import { embeddingViewFrom } from '../../../src/webview/explorer/embedding/embeddingView';
import { labelName, labelWords } from '../../../src/webview/explorer/neuron/labelWords';
import { sampleOf } from '../../../src/webview/explorer/sample';
import { activeNeurons, answerRows, answerTable } from '../../../src/webview/explorer/tryOut/answers';
import { exampleQuestions } from '../../../src/webview/explorer/tryOut/exampleQuestions';
import { tryViewFrom } from '../../../src/webview/explorer/tryOut/tryView';

const right = { text: '+12', probabilities: [1, 0.9, 0.8], of_true: [1, 0.9, 0.8] };
const tried: Tried = {
  question: '5+7=+12',
  activations: [
    { position: 2, position_name: "D'0", neurons: [0, 0.5, 2, 0] },
    { position: 3, position_name: '=', neurons: [0, 1, 0, 0] },
  ],
  true_answer: '+12',
  model: right,
  spliced: { ...right, text: '+02', of_true: [1, 0.3, 0.8] },
  without: { neurons: [2], to: 'zero', answer: { ...right, text: '+03' } },
};

test('wrong and changed tokens are told from the others', () => {
  const rows = answerRows(tried);
  expect(rows.map(({ name, isRight }) => [name, isRight])).toEqual([
    ['model', true],
    ['with the SAE spliced in', false],
    ['without 2 (at zero)', false],
  ]);
  expect(rows[2]!.tokens.map(({ isWrong, isChanged }) => isWrong && isChanged)).toEqual([false, true, true]);
  expect(rows[1]!.tokens[1]).toEqual({ token: '0', probability: 0.9, ofTrue: 0.3, isWrong: true, isChanged: true });
  // The model may be wrong where what is changed makes it right.
  const mended = answerRows({ ...tried, model: tried.spliced, spliced: right })[1]!;
  expect(mended.tokens[1]).toMatchObject({ isWrong: false, isChanged: true });
  expect(answerTable(tried).rows).toHaveLength(9);
  expect(answerTable(tried).rows[4]).toEqual(['with the SAE spliced in', 'A1', '1', '0', 0.9, 0.3]);
});

test('neurons that are active anywhere are listed, by size or by number', () => {
  expect(activeNeurons(tried, 'activation')).toEqual([
    { neuron: 2, activations: [2, 0], most: 2 },
    { neuron: 1, activations: [0.5, 1], most: 1 },
  ]);
  expect(activeNeurons(tried, 'index').map(({ neuron }) => neuron)).toEqual([1, 2]);
});

test.each([1, 2, 5, 6, 9, 15])('the examples of %i digits are questions of their kinds', (digits) => {
  const zero = '0'.repeat(digits);
  const tokens = [`${zero}+${zero}`, `${zero}-${zero}`, `${zero}-${zero.slice(1)}1`].flatMap((text) => tokensOf(text));
  const examples = exampleQuestions(sampleOf({ sampleTokens: Int32Array.from(tokens), digits } as AnalysisView));
  const tags = examples.map(({ text }) => complexityTag(parseQuestion(text, digits))!);
  expect(tags.map((tag) => tag[0])).toEqual(['S', 'S', 'M', 'N']);
  if (digits >= 6) expect(tags).toEqual([expect.anything(), 'S5', 'M4+', expect.anything()]);
  const adder = sampleOf({ sampleTokens: Int32Array.from(tokensOf(`${zero}+${zero}`)), digits } as AnalysisView);
  expect(exampleQuestions(adder)).toHaveLength(2);

  function tokensOf(text: string): number[] {
    const asked = Array.from(text, (character) => '0123456789+-=*'.indexOf(character));
    return [...asked, 12, 10, ...Array<number>(digits + 1).fill(0)];
  }
});

test('labels have names and words', () => {
  const carry = { task: 'SC', digit: 2, relative: -1, value: null } as const;
  expect(labelName(carry)).toBe('A2.SC');
  expect(labelWords(carry)).toBe('carry of column 2 by itself: digits that sum to 10 or more');
  const pooled = { task: 'SA', digit: null, relative: -1, value: 7 } as const;
  expect(labelName(pooled)).toBe('SA δ-1 = 7');
  expect(labelWords(pooled)).toBe('sum of the column below the predicted digit modulo 10 = 7');
  expect(labelName({ task: 'OPR', digit: null, relative: null, value: 1 })).toBe('OPR = −');
});

test('what an earlier page kept is taken where it is of its kind', () => {
  const embedding = { position: 3, method: 'pca', perplexity: 50, colouring: 'task', task: 'SA', digit: 2 };
  expect(embeddingViewFrom(embedding)).toEqual(embedding);
  expect(embeddingViewFrom({ position: -1, method: 'umap', perplexity: 7, digit: 'x' })).toEqual(
    embeddingViewFrom(undefined),
  );
  const view = { question: '1+1', without: [3], to: 'zero', sort: 'index' };
  expect(tryViewFrom(view)).toEqual(view);
  expect(tryViewFrom({ question: 4, without: ['x', -1], to: 'one', sort: 2 })).toEqual(tryViewFrom(undefined));
});
