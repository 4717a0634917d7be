import { beforeAll, describe, expect, test } from 'vitest';
import { labelText } from '../../../src/core/analysis/label';
import { counterExamples } from '../../../src/core/analysis/labels/counterExamples';
import { labelFeatures, type FeatureLabels, type FoundLabel } from '../../../src/core/analysis/labels/labelFeatures';
import { makeProbes, probeQuestion } from '../../../src/core/analysis/probes/probeSet';
import type { Features } from '../../../src/core/analysis/scores/board';
import { pooledPositions } from '../../../src/core/analysis/truth/predictedDigit';
import { TruthTable } from '../../../src/core/analysis/truth/truthTable';
import type { Question } from '../../../src/core/arithmetic/question';
import { questionClass } from '../../../src/core/arithmetic/questionClass';
import { subtasks, type SubtaskName } from '../../../src/core/arithmetic/subtasks';
import { randomStream, type RandomStream } from '../../../src/core/random/stream';

const position = 18; // reads A3 and predicts A2
const probes = makeProbes({ digits: 6, operations: { add: 34, sub: 66, mul: 0 }, seed: 5, count: 4000 });
const table = new TruthTable(probes);
const questions = Array.from({ length: probes.count }, (_, i) => probeQuestion(probes, i));
const tokenAt = (place: number, q: number) => probes.tokens[q * 22 + place]!;

/** A number that is about normal: mean 0, standard deviation 1. */
function about(stream: RandomStream): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += stream.uniform();
  return sum;
}

function featuresOf(values: readonly Float32Array[]): Features {
  return { count: values.length, values: (index) => values[index]! };
}

/** A feature that is a function of the question, with a little noise, never negative. */
function planted(valueAt: (question: Question, q: number) => number, seed: number, noise = 0.05): Float32Array {
  const stream = randomStream(seed, 'weights', 1);
  return Float32Array.from(questions, (question, q) => Math.max(0, valueAt(question, q) + noise * about(stream)));
}

/** Random directions in the space of all tokens read so far, one axis for each. */
function randomDirections(count: number, seed: number): Float32Array[] {
  return Array.from({ length: count }, (_, i) => {
    const stream = randomStream(seed, 'weights', 100 + i);
    const weights = Float64Array.from({ length: (position + 1) * 15 }, () => about(stream));
    return Float32Array.from(questions, (_question, q) => {
      let sum = 0;
      for (let place = 0; place <= position; place++) sum += weights[place * 15 + tokenAt(place, q)]!;
      return sum;
    });
  });
}

const random = featuresOf(randomDirections(64, 1));
const none = featuresOf([]);

function label(values: readonly Float32Array[]): FeatureLabels {
  return labelFeatures(
    table.at(position),
    { features: featuresOf(values), random, raw: none },
    randomStream(1, 'probes', 9),
  );
}

/** The labels that hold, of each neuron in order. */
function labelsOf({ labels }: FeatureLabels, neuron: number): FoundLabel[] {
  return labels.filter((found) => found.neuron === neuron && found.controls.failed.length === 0);
}

const says = (found: FoundLabel) => [found.label, ...found.equivalent].map(labelText);

describe('a feature that is a sub-task of a column', () => {
  // What is constant on the questions on which it is asked for cannot be told: NV of the highest column.
  const tasks = (Object.keys(subtasks) as SubtaskName[]).flatMap((task) =>
    [0, 1, 2, 3, 4, 5].map((digit): [SubtaskName, number] => [task, digit]),
  );
  let found: FeatureLabels;
  beforeAll(() => {
    const base = { ST: 8, MT: -1, NT: -1 } as Partial<Record<SubtaskName, number>>;
    found = label(
      tasks.map(([task, digit], i) =>
        planted(({ x, y }) => subtasks[task].valueAt(x, y, digit) - (base[task] ?? 0), i),
      ),
    );
  });

  test.each(tasks.map(([task, digit], i) => [task, digit, i] as const))(
    '%s of column %i gets that label first',
    (task, digit, i) => {
      const [first] = labelsOf(found, i);
      expect(says(first!)).toContain(`A${digit}.${task}`);
      expect(first!.auroc).toBeGreaterThan(0.99);
      expect(first!.label.relative).toBe(digit - 2);
      expect(first!.direction).toBe(1);
      expect(first!.strength).toBe('strong');
    },
  );
});

describe('a feature', () => {
  const sc3 = ({ x, y }: Question) => subtasks.SC.valueAt(x, y, 3);
  const numbers = randomStream(3, 'weights', 7);
  const features = {
    'off with a carry': planted((question) => 1 - sc3(question), 1),
    'of additions': planted((question) => (questionClass(question) === 'S' ? sc3(question) : 0), 2),
    'of a carry, or a borrow': planted(
      ({ operator, x, y }) => (operator === '+' ? subtasks.SC : subtasks.MB).valueAt(x, y, operator === '+' ? 3 : 1),
      3,
    ),
    'of one value of several': planted(({ x, y }) => Number(subtasks.SA.valueAt(x, y, 2) === 7), 4),
    'of the operation': planted(({ operator }) => Number(operator === '-'), 5),
    'of the sign': planted((question) => Number(questionClass(question) === 'N'), 6),
    'of a digit': planted(({ x }) => x[3]!, 7),
    'of the token': planted((_, q) => tokenAt(position, q), 8),
    'of the next token': planted((_, q) => tokenAt(position + 1, q), 9),
    'of nothing': planted(() => numbers.uniform(), 10),
    'that is never active': planted(() => 0, 11, 0),
    'with much noise': planted(sc3, 12, 0.35),
  };
  const names = Object.keys(features);
  let labels: FeatureLabels;
  beforeAll(() => {
    labels = label(Object.values(features));
  });
  const of = (name: keyof typeof features) => labelsOf(labels, names.indexOf(name));
  const texts = (name: keyof typeof features) =>
    of(name).map((found) => `${labelText(found.label)} ${found.label.rows}`);

  test('that is off with a label has it in that direction', () => {
    expect(texts('off with a carry')).toEqual(['A3.SC all']);
    expect(of('off with a carry')[0]).toMatchObject({ direction: -1, value: 1 });
    expect(of('off with a carry')[0]!.f1).toBeGreaterThan(0.99);
    expect(of('off with a carry')[0]!.r).toBeLessThan(-0.9);
  });

  test('of questions of one kind has the label on these', () => {
    expect(texts('of additions')).toEqual(['A3.SC S']);
  });

  test('that is two things on different questions has two labels', () => {
    expect(texts('of a carry, or a borrow').sort()).toEqual(['A1.MB sub', 'A3.SC S']);
  });

  test('of one value of several says which', () => {
    expect(texts('of one value of several')).toEqual(['A2.SA all']);
    expect(of('of one value of several')[0]!.value).toBe(7);
  });

  test('of the operation or the sign is that', () => {
    expect(texts('of the operation')).toEqual(['OPR all']);
    expect(says(of('of the sign')[0]!)).toContain('SGN');
  });

  test.each(['of a digit', 'of the token', 'of the next token', 'of nothing', 'that is never active'] as const)(
    '%s has no label',
    (name) => expect(texts(name)).toEqual([]),
  );

  test('of the next token is told from what goes into it', () => {
    const own = labels.labels.filter(({ neuron }) => neuron === names.indexOf('of the next token'));
    for (const { controls } of own) expect(controls.best_other!.variable).toBe('next token');
  });

  test('with noise has the label all the same, with what does about as well', () => {
    const [found] = of('with much noise');
    expect(labelText(found!.label)).toBe('A3.SC');
    expect(found!.tied.map((other) => labelText(other.label))).toEqual(['A3.ST']);
    expect(found!.precision).toBeLessThan(1);
    expect(found!.recall).toBeLessThan(1);
  });

  test('contradicts its label on some questions', () => {
    const [found] = of('with much noise');
    const column = table.at(position).heldOut.find((other) => labelText(other.label) === 'A3.SC')!;
    const values = features['with much noise'];
    const examples = counterExamples(values, column, found!, 12);
    expect(examples).toHaveLength(12);
    for (const { row, kind, activation } of examples) {
      expect(activation).toBe(values[row]);
      expect(kind).toBe(sc3(questions[row]!) === 1 ? 'miss' : 'false alarm');
      expect(activation > found!.threshold).toBe(kind === 'false alarm');
    }
    const distances = examples.map(({ activation }) => Math.abs(activation - found!.threshold));
    expect(distances).toEqual([...distances].sort((a, b) => b - a));
  });

  test('has its best labels told, whether they hold or not', () => {
    expect(labels.ranked).toHaveLength(names.length);
    const ranked = labels.ranked[names.indexOf('of a digit')]!;
    expect(ranked).toHaveLength(3);
    expect(ranked[0]!.label.digit).toBe(3);
    expect(ranked[0]!.auroc).toBeGreaterThan(ranked[2]!.auroc);
  });
});

test('random directions have no label', () => {
  const directions = randomDirections(60, 2).map((values, i) => {
    const sorted = [...values].sort((a, b) => a - b);
    const threshold = sorted[Math.floor((i / 60) * sorted.length)]!; // active on all questions to few
    return values.map((value) => Math.max(0, value - threshold));
  });
  const { labels } = label(directions);
  expect(labels.filter(({ controls }) => controls.failed.length === 0)).toEqual([]);
});

describe('at several positions together', () => {
  const positions = pooledPositions(6);
  const pooledFeature = (valueAt: (question: Question, digit: number) => number, seed: number) => {
    const stream = randomStream(seed, 'weights', 3);
    const values = new Float32Array(positions.length * probes.count);
    positions.forEach((_, place) => {
      questions.forEach((question, q) => {
        values[place * probes.count + q] = Math.max(0, valueAt(question, 6 - place) + 0.05 * about(stream));
      });
    });
    return values;
  };
  const atMostFive = (n: number) => Math.min(Math.max(n, 0), 5);

  test('a feature that follows the digit that is predicted has a relative label', () => {
    const features = [
      pooledFeature(({ x, y }, n) => (n > 5 ? 0 : subtasks.SS.valueAt(x, y, n)), 1),
      pooledFeature(({ x, y }, n) => (n < 1 ? 0 : subtasks.SC.valueAt(x, y, n - 1)), 2),
      pooledFeature(({ x, y }) => subtasks.SC.valueAt(x, y, 3), 3), // of one column, wherever it is
      pooledFeature(({ x, y }, n) => subtasks.MB.valueAt(x, y, atMostFive(n - 1)), 4),
    ];
    const sets = { features: featuresOf(features), random: none, raw: none };
    const { labels } = labelFeatures(table.pooled(positions), sets, randomStream(1, 'probes', 9));
    const texts = [0, 1, 2, 3].map((neuron) =>
      labels.filter((own) => own.neuron === neuron).map((own) => labelText(own.label)),
    );
    expect(texts).toEqual([['SS δ0'], ['SC δ-1'], [], ['MB δ-1']]);
    for (const { label: own } of labels) expect(own.digit).toBeNull();
  });
});

describe('how much of the ground truth features hold', () => {
  const everyBoolean = (['SC', 'SS', 'SV', 'MB', 'MZ', 'MV', 'NB', 'NZ', 'NV'] as const).flatMap((task) =>
    [0, 1, 2, 3, 4, 5].map((n) => planted(({ x, y }) => subtasks[task].valueAt(x, y, n), n, 0)),
  );

  test('is all for what they are, and more than random directions hold', () => {
    const { coverage } = label(everyBoolean);
    for (const task of ['SC', 'SS', 'SV', 'MB', 'MZ', 'MV', 'NB', 'NZ', 'NV'] as const) {
      expect(coverage.sae.by_task[task]!.coverage, task).toBe(1);
      expect(coverage.sae.by_task[task]!.reconstruction, task).toBe(1);
      expect(coverage.random.by_task[task]!.coverage, task).toBeLessThan(0.8);
    }
    expect(coverage.sae.coverage).toBeGreaterThan(coverage.random.coverage);
    expect(coverage.sae.properties).toBe(coverage.random.properties);
    expect(coverage.raw).toMatchObject({ properties: coverage.sae.properties, coverage: 0, reconstruction: 0 });
  });

  test('is taken together where each feature holds a part', () => {
    // SC of column 3, in two halves by the first operand's digit of column 0.
    const half = (even: number) =>
      planted(({ x, y }) => (x[0]! % 2 === even ? subtasks.SC.valueAt(x, y, 3) : 0), even, 0);
    const { coverage } = label([half(0), half(1)]);
    const own = coverage.sae.by_task.SC!;
    // Of six columns one is held; by each feature a half of it, with an F1 of 2/3.
    expect(own.reconstruction * own.properties).toBeCloseTo(1, 6);
    expect(own.coverage * own.properties).toBeLessThan(5.5 * (2 / 3));
  });
});

test('a label that every direction tells is for the feature that is nothing else', () => {
  // Half of what directions read is the sign, the other half nothing.
  const isNegative = ({ operator, x, y }: Question) => Number(questionClass({ operator, x, y }) === 'N');
  const direction = (i: number, given?: number) => {
    const stream = randomStream(i, 'weights', 50);
    const weight = given ?? 2 * about(stream);
    return Float32Array.from(questions, (question) => weight * isNegative(question) + 0.1 * about(stream));
  };
  const sets = {
    // The second one is a direction as others are, with the sign as far apart as they have it on average.
    features: featuresOf([planted(isNegative, 1, 0.001), direction(1000, 2).map((value) => Math.max(0, value))]),
    random: featuresOf(Array.from({ length: 64 }, (_, i) => direction(i))),
    raw: none,
  };
  const { labels } = labelFeatures(table.at(position), sets, randomStream(1, 'probes', 9));
  expect(labels.map(({ controls }) => controls.random_auroc)).toEqual([1, 1]);
  expect(labels.filter(({ controls }) => controls.failed.length === 0).map(({ neuron }) => neuron)).toEqual([0]);
});
