import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Label } from '../../../src/core/analysis/label';
import { analyseSae } from '../../../src/runtime/analysis/analyseSae';
import { filesOf } from '../../../src/runtime/analysis/filesOf';
import type { AnalysisFiles } from '../../../src/store/analysisFiles';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';
import { plantedSae } from '../../support/plantedSae';

const SAMPLE = join(__dirname, '../../../media/samples/mix_d6_l3_h4_t60K_s100003.pth');
const carry = (digit: number): Label => ({ task: 'SC', digit, relative: null, rows: 'S' });

/** A column's digits are complete at the second: column 0 at P12, column 2 at P10. A2 is predicted at P18. */
const NINE = { position: 18, label: { task: 'SS', digit: 2, relative: 0, rows: 'S' }, isUsed: true } as const;
const PLANTED = [
  { position: 12, label: carry(0), isUsed: true },
  { position: 12, label: carry(0), isUsed: false },
  { position: 10, label: carry(2), isUsed: true },
  { position: 10, label: carry(2), isUsed: false },
  NINE,
  { ...NINE, isUsed: false },
];

describe('an SAE whose neurons are known functions of the digits', () => {
  let files: AnalysisFiles;

  beforeAll(async () => {
    const model = await readModelFile(SAMPLE);
    const subject = await plantedSae({ model, transformer: await loadTransformer(model) }, [10, 12, 18], PLANTED, 6);
    const plan = {
      ...{ subject, operations: model.operations!, seed: 5, provider: 'cpu' as const },
      ...{ depth: 'full' as const, questions: 6000, proofSeconds: null },
    };
    files = filesOf(await analyseSae(plan, { progress: () => undefined }, () => Promise.resolve()));
  }, 300_000);

  const labelsOf = (neuron: number, position: number) =>
    files.labels!.filter((label) => label.neuron === neuron && label.position === position);

  it.each(PLANTED.map((planted, neuron) => ({ ...planted, neuron })))(
    'gives neuron $neuron the label $label.task of column $label.digit at P$position, proved only if the model uses it',
    ({ neuron, position, label, isUsed }) => {
      const [first] = labelsOf(neuron, position);
      const named = [first!, ...first!.equivalent];
      expect(named).toContainEqual(expect.objectContaining({ task: label.task, digit: label.digit, rows: 'S' }));
      expect(first!.status).toBe(isUsed ? 'proved' : 'correlates');
    },
  );

  it('names the result where that is what the model uses: a sum of nine at its own digit is SA = 9', () => {
    expect(labelsOf(4, 18)[0]).toMatchObject({ task: 'SA', digit: 2, value: 9, status: 'proved' });
    expect(labelsOf(5, 18)[0]).toMatchObject({ task: 'SS', digit: 2, value: null, status: 'correlates' });
  });

  it('gives random directions no label', () => {
    expect(files.labels!.filter(({ neuron }) => neuron >= PLANTED.length)).toEqual([]);
  });

  it('breaks the digits that need a carry, and moves them by interchange as the arithmetic says', () => {
    const [label] = [...files.neurons.neurons][0]!.positions[1]!.labels;
    const { mean, interchange } = label!.proof!;
    expect(Object.keys(mean.wrong)).not.toContain('A0');
    expect(mean.wrong.A1).toBeGreaterThan(mean.wrong.A2!);
    expect(mean.failures).toBeGreaterThan(20);
    expect(mean.random_failures).toBeLessThan(mean.failures / 5);
    expect(interchange.changed).toBeGreaterThan(100);
    expect(interchange.moved).toBe(interchange.changed);
  });

  it('breaks nothing where the decoder is zero', () => {
    const { mean, zero, interchange } = [...files.neurons.neurons][1]!.positions[1]!.labels[0]!.proof!;
    expect([mean.failures, zero.failures, interchange.changed]).toEqual([0, 0, 0]);
  });

  it("tags the layer's nodes with what was proved, in the library's form", () => {
    // Beside what a position's neurons of one column say together.
    const containing = (label: string) => expect.arrayContaining([`Algo:${label}.SAE`]) as string[];
    expect(files.tags).toEqual([
      { position: 10, layer: 0, is_head: false, num: 0, tags: containing('A2.SC') },
      { position: 12, layer: 0, is_head: false, num: 0, tags: containing('A0.SC') },
      { position: 18, layer: 0, is_head: false, num: 0, tags: containing('A2.SA') },
    ]);
  });
});
