import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProbes, type ProbeSet } from '../../../src/core/analysis/probes/probeSet';
import { contextLength } from '../../../src/core/arithmetic/positions';
import type { KlSae } from '../../../src/core/formats/sae/saeWeights';
import { ChangedModel } from '../../../src/runtime/analysis/changedModel';
import { Encoder } from '../../../src/runtime/analysis/encoder';
import { evaluate } from '../../../src/runtime/analysis/evaluation';
import { questionBatches } from '../../../src/runtime/analysis/questionBatches';
import type { Subject } from '../../../src/runtime/analysis/subject';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';
import { FIXTURES } from '../../support/json';

/** An adder of five digits that makes no mistakes. */
const MODEL = join(FIXTURES, 'add_d5_l2_h3_t15K_s100005.pth');
const BATCH = 64;
const proceed = () => Promise.resolve();

/** Passes activations that are never negative through as they are, one neuron for each. */
function identity(width: number): KlSae {
  const data = Float32Array.from({ length: width * width }, (_, i) => Number(i % (width + 1) === 0));
  const [matrix, vector] = [
    { shape: [width, width], data },
    { shape: [width], data: new Float32Array(width) },
  ];
  return { architecture: 'kl', W_enc: matrix, b_enc: vector, W_dec: matrix, b_dec: vector };
}

describe('an SAE spliced into its model', () => {
  let subject: Subject;
  let model: ChangedModel;
  let encoder: Encoder;
  let probes: ProbeSet;

  beforeAll(async () => {
    const file = await readModelFile(MODEL);
    const positions = Array.from({ length: contextLength(file.digits) }, (_, position) => position);
    const site = { layer: 0, hook: 'mlp.hook_post', positions };
    subject = { model: file, transformer: await loadTransformer(file), site, sae: identity(file.config.dMlp) };
    model = await ChangedModel.create(subject.transformer, site, file.digits, BATCH, 'cpu');
    encoder = await Encoder.create(subject, BATCH, 'cpu');
    probes = makeProbes({ digits: file.digits, operations: file.operations!, seed: 3, count: 250 });
  });

  afterAll(async () => {
    await model.release();
    await encoder.release();
  });

  it('changes no answer where it is the identity, and nearly all where activations are zero', async () => {
    const { positions } = subject.site;
    const means = new Float32Array(positions.length * subject.model.config.dMlp);
    const { model: own, spliced, meanAblated } = await evaluate(subject, model, encoder, probes.tokens, means, proceed);
    expect(own.all).toEqual({ questions: probes.count, right: probes.count });
    expect(spliced).toEqual(own);
    expect(Object.keys(own.classes)).toEqual(['S0', 'S1', 'S2', 'S3', 'S4', 'S5']);
    expect(meanAblated.all.right).toBeLessThan(probes.count / 10);
  });

  it('changes no answer where nothing is ablated, at any position', async () => {
    const [batch] = questionBatches(probes.tokens, contextLength(subject.model.digits), BATCH);
    const pass = await model.read(batch!.tokens);
    const nothing = new Float32Array(BATCH * model.width);
    for (let position = 0; position < model.length; position++) {
      expect(await model.answers(pass, [position], nothing)).toEqual(pass.answers);
    }
  });

  it('can be changed only where something is predicted afterwards', async () => {
    const [batch] = questionBatches(probes.tokens, contextLength(subject.model.digits), BATCH);
    const pass = await model.read(batch!.tokens);
    const change = new Float32Array(BATCH * model.width).fill(100);
    const last = model.length - 1;
    const answers = await model.answers(pass, [last], change);
    const perQuestion = subject.model.digits + 2;
    const changed = [...answers.keys()].filter((i) => answers[i] !== pass.answers[i]);
    expect(changed.length).toBeGreaterThan(0);
    // The position before A0's predicts that digit and nothing else.
    expect(changed.every((i) => i % perQuestion === perQuestion - 1)).toBe(true);
    expect(await model.answers(pass, [model.length], change)).toEqual(pass.answers);
  });
});
