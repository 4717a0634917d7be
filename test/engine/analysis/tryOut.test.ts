import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contextLength } from '../../../src/core/arithmetic/positions';
import { writeQuestion } from '../../../src/core/arithmetic/question';
import { parseQuestion } from '../../../src/core/arithmetic/parseQuestion';
import type { SaeWeights } from '../../../src/core/formats/sae/saeWeights';
import { triedSchema } from '../../../src/core/run/tried';
import { Encoder } from '../../../src/runtime/analysis/encoder';
import { neuronMeans } from '../../../src/runtime/analysis/neuronMeans';
import type { Subject } from '../../../src/runtime/analysis/subject';
import { TryOut } from '../../../src/runtime/analysis/tryOut';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';
import { expectClose } from '../../support/closeness';
import { values } from '../../support/finiteDifferences';
import { FIXTURES } from '../../support/json';

const QUESTION = '48163+51837';
const TRUTH = '+100000';
const NEURONS = 24;
const POSITIONS = [5, 9, 11, 12, 14, 18];

/** An adder of five digits with an SAE whose weights are given, by default random. */
async function subjectWith(change: (sae: SaeWeights) => void = () => undefined, positions = POSITIONS) {
  const model = await readModelFile(join(FIXTURES, 'add_d5_l2_h3_t15K_s100005.pth'));
  const transformer = await loadTransformer(model);
  const width = transformer.config.dMlp;
  const sae: SaeWeights = {
    architecture: 'kl',
    W_enc: values([width, NEURONS], -0.3, 0.3, 1),
    b_enc: values([NEURONS], -0.1, 0.1, 2),
    W_dec: values([NEURONS, width], -0.3, 0.3, 3),
    b_dec: values([width], -0.1, 0.1, 4),
  };
  change(sae);
  const subject: Subject = { model, transformer, site: { layer: 0, hook: 'mlp.hook_post', positions }, sae };
  return subject;
}

async function opened(subject: Subject, means = () => Promise.resolve(new Float64Array(NEURONS * POSITIONS.length))) {
  const tried = await TryOut.create(subject, means);
  onTestFinished(() => tried.release());
  return tried;
}

describe('TryOut', () => {
  it('gives the activations that the SAE has, and the true answer of a model that knows it', async () => {
    const subject = await subjectWith();
    const tried = await opened(subject);
    const found = await tried.try({ question: QUESTION, neurons: [], to: 'mean' });
    expect(triedSchema.parse(found)).toEqual(found);
    expect(found).toMatchObject({ question: `${QUESTION}=${TRUTH}`, true_answer: TRUTH, without: null });
    expect(found.model.text).toBe(TRUTH);
    expect(found.model.of_true).toEqual(found.model.probabilities);
    for (const probability of found.model.probabilities) expect(probability).toBeGreaterThan(0.9);
    expect(found.activations.map(({ position, position_name }) => [position, position_name])).toEqual([
      ...[
        [5, 'OPR'],
        [9, "D'1"],
        [11, '='],
        [12, 'A6'],
        [14, 'A4'],
        [18, 'A0'],
      ],
    ]);
    const tokens = new Int32Array(contextLength(5));
    writeQuestion(parseQuestion(QUESTION, 5), tokens);
    const encoder = await Encoder.create(subject, 1, 'cpu');
    onTestFinished(() => encoder.release());
    expectClose(
      found.activations.flatMap(({ neurons }) => neurons),
      (await encoder.encode(tokens)).neurons,
      1e-6,
    );
  });

  it('answers as the model where what is left out writes nothing, and where nothing is left out', async () => {
    const silent = await subjectWith(({ W_dec }) => W_dec.data.fill(0, 0, W_dec.shape[1]));
    const tried = await opened(silent);
    for (const to of ['mean', 'zero'] as const) {
      const { model, without } = await tried.try({ question: QUESTION, neurons: [0], to });
      expect(without!.answer.text).toBe(model.text);
      expectClose(without!.answer.of_true, model.of_true, 1e-6);
    }
  });

  it('answers as the model with an SAE spliced in that reconstructs everything', async () => {
    const { transformer, ...place } = await subjectWith();
    const width = transformer.config.dMlp;
    const identity = () => ({
      shape: [width, width],
      data: Float32Array.from({ length: width * width }, (_, i) => Number(i % (width + 1) === 0)),
    });
    const zeros = () => ({ shape: [width], data: new Float32Array(width) });
    const sae = { architecture: 'kl', W_enc: identity(), b_enc: zeros(), W_dec: identity(), b_dec: zeros() } as const;
    const tried = await opened({ transformer, ...place, sae });
    const { spliced, model } = await tried.try({ question: QUESTION, neurons: [], to: 'zero' });
    expect(spliced.text).toBe(model.text);
    expectClose(spliced.of_true, model.of_true, 1e-6);
  });

  it('keeps what the SAE does not reconstruct when neurons are left out, but not when it is spliced in', async () => {
    // No neuron fires: there is nothing to leave out, and the reconstruction is b_dec alone.
    const subject = await subjectWith(({ b_enc }) => b_enc.data.fill(-1e6));
    const tried = await opened(subject);
    const { without, spliced, model } = await tried.try({ question: QUESTION, neurons: [0, 1], to: 'zero' });
    expectClose(without!.answer.of_true, model.of_true, 1e-6);
    expect(Math.max(...spliced.of_true.map((p, i) => Math.abs(p - model.of_true[i]!)))).toBeGreaterThan(1e-3);
  });

  it('sets neurons to their means: at the mean nothing changes, elsewhere the answer may', async () => {
    const subject = await subjectWith();
    const own = await (await opened(subject)).try({ question: QUESTION, neurons: [], to: 'mean' });
    const means = Float64Array.from({ length: NEURONS * POSITIONS.length }, (_, cell) => {
      return own.activations[cell % POSITIONS.length]!.neurons[Math.floor(cell / POSITIONS.length)]!;
    });
    const all = [...Array(NEURONS).keys()];
    const tried = await opened(subject, () => Promise.resolve(means));
    const { without, model } = await tried.try({ question: QUESTION, neurons: all, to: 'mean' });
    expectClose(without!.answer.of_true, model.of_true, 1e-6);
    const zeroed = await tried.try({ question: QUESTION, neurons: [...all, 3, 3], to: 'zero' });
    expect(zeroed.without!.neurons).toEqual(all);
    expect(Math.max(...zeroed.without!.answer.of_true.map((p, i) => Math.abs(p - model.of_true[i]!)))).toBeGreaterThan(
      1e-3,
    );
  });

  it('changes nothing where the SAE is only at the last token', async () => {
    const tried = await opened(await subjectWith(undefined, [18]));
    const { model, spliced, without } = await tried.try({ question: QUESTION, neurons: [1], to: 'zero' });
    expect([spliced, without!.answer]).toEqual([model, model]);
  });

  it.each([
    ['4816+51837', 'operands of 4 and 5 digits'],
    ['48163+51837=+100001', 'but the answer is'],
    ['what', 'is not a question'],
  ])('refuses the question %s', async (question, message) => {
    const tried = await opened(await subjectWith());
    await expect(tried.try({ question, neurons: [], to: 'mean' })).rejects.toThrow(message);
  });

  it('refuses neurons that there are none of', async () => {
    const tried = await opened(await subjectWith());
    const trying = tried.try({ question: QUESTION, neurons: [3, NEURONS], to: 'mean' });
    await expect(trying).rejects.toThrow(`there is no neuron ${NEURONS}; this SAE's neurons are 0 to ${NEURONS - 1}`);
  });
});

describe('neuronMeans', () => {
  it('are those of the activations on many questions', async () => {
    const subject = await subjectWith();
    const means = await neuronMeans({ subject, operations: { add: 100, sub: 0, mul: 0 }, seed: 1 });
    expect(means).toHaveLength(NEURONS * POSITIONS.length);
    const tried = await opened(subject);
    const sums = new Float64Array(means.length);
    const questions = 200;
    for (let i = 0; i < questions; i++) {
      const operands = [7919 * i, 104_729 * i].map((number) => String(number % 100_000).padStart(5, '0'));
      const { activations } = await tried.try({ question: operands.join('+'), neurons: [], to: 'zero' });
      activations.forEach(({ neurons }, place) =>
        neurons.forEach((value, neuron) => (sums[neuron * POSITIONS.length + place]! += value / questions)),
      );
    }
    // Of other questions than the probes, so that they agree on the whole only.
    const similarity =
      means.reduce((sum, mean, i) => sum + mean * sums[i]!, 0) / (Math.hypot(...means) * Math.hypot(...sums));
    expect(similarity).toBeGreaterThan(0.98);
  });
});
