import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../src/core/config/presets';
import { architectureOf } from '../../../src/core/sae/architectures';
import type { StepCall } from '../../../src/runtime/stepCall';
import { largeSteps, StepForms } from '../../../src/runtime/stepForms';

/** Forms without a runtime behind them, and what has become of them. */
function madeForms(size: number, small: { steps: number | undefined } = { steps: 1 }) {
  const released: (number | undefined)[] = [];
  const compiled: (number | undefined)[] = [];
  const made = (steps: number | undefined) => {
    compiled.push(steps);
    const release = () => {
      released.push(steps);
      return Promise.resolve();
    };
    return { steps, release } as unknown as StepCall;
  };
  const forms = new StepForms((steps) => Promise.resolve(made(steps)), made(small.steps), size);
  /** Makes steps as a session does, at these seconds a step; returns how many each call made. */
  const make = async (steps: number, secondsOf: (call: StepCall) => number) => {
    const counts: number[] = [];
    for (let left = steps; left > 0; left -= counts.at(-1)!) {
      const call = await forms.callFor(left);
      counts.push(call.steps ?? left);
      await forms.measured(call, counts.at(-1)!, counts.at(-1)! * secondsOf(call));
    }
    return counts;
  };
  return { forms, compiled, released, make };
}

const largeIs = (large: number, small: number) => (call: StepCall) => (call.steps === 8 ? large : small);

describe('the forms of a step', () => {
  it('begin with the small one, and go on with the large one where that many steps are wanted', async () => {
    const { make, compiled, released } = madeForms(8);
    expect(await make(1, largeIs(1, 2))).toEqual([1]);
    expect(compiled).toEqual([1]);
    expect(await make(20, largeIs(1, 2))).toEqual([1, 1, 1, 8, 8, 1]);
    expect(await make(17, largeIs(1, 2))).toEqual([8, 8, 1]);
    expect(await make(7, largeIs(1, 2))).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(compiled).toEqual([1, 8]);
    expect(released).toEqual([]);
  });

  it('give the large one up where it is the slower, once a small one has taken its state over', async () => {
    const { make, released, forms } = madeForms(8);
    expect(await make(3 + 1 + 4 * 8, largeIs(2, 1))).toEqual([1, 1, 1, 1, 8, 8, 8, 8]);
    expect(released).toEqual([]);
    expect(await make(9, largeIs(2, 1))).toHaveLength(9);
    expect(released).toEqual([8]);
    await forms.release();
    expect(released).toEqual([8, 1]);
  });

  it('compare without the first call of each, which compiles', async () => {
    const { make, compiled } = madeForms(8);
    let calls = 0;
    const slowAtFirst = (call: StepCall) => (call.steps === 8 ? (calls++ === 0 ? 100 : 1) : 2);
    await make(4 + 4 * 8, slowAtFirst);
    expect(await make(8, slowAtFirst)).toEqual([8]);
    expect(compiled).toEqual([1, 8]);
  });

  it('know only the small one where there is no large one, which may make any number', async () => {
    const { make, compiled } = madeForms(0, { steps: undefined });
    for (const steps of [1, 250, 3]) expect(await make(steps, () => 1)).toEqual([steps]);
    expect(compiled).toEqual([undefined]);
  });

  it('tell of the one in use how much it has made', async () => {
    const { make, forms } = madeForms(8);
    await make(3, () => 1);
    expect(forms.inUse).toEqual({ steps: 3, before: 0 });
    await make(1 + 8, largeIs(1, 2));
    expect(forms.inUse).toEqual({ steps: 8, before: 1 });
  });
});

describe('the steps of a large form', () => {
  const plan = (batchSize: number, dModel: number) => ({
    floatType: 'float32' as const,
    transformer: {
      config: { nLayers: 1, nHeads: 4, dModel, dHead: dModel / 4, dMlp: 4 * dModel, nCtx: 22, dVocab: 15 },
      weights: new Map(),
    },
    site: { layer: 0, hook: 'mlp.hook_post', positions: [21] },
    batchSize,
    architecture: architectureOf('kl'),
    encodingDim: 32,
    structure: rulesOf('default'),
  });

  it('are sixteen, or fewer where memory is short', () => {
    expect(largeSteps(plan(64, 48))).toBe(16);
    // 64 · 22 rows of 2040 floats: eleven of these arrays fit into 128 MiB.
    expect(largeSteps(plan(64, 510))).toBe(11);
    expect(largeSteps(plan(512, 510))).toBe(1);
    expect(largeSteps(plan(4096, 510))).toBe(0);
  });
});
