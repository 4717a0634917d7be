import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyseSae } from '../../../src/runtime/analysis/analyseSae';
import { filesOf } from '../../../src/runtime/analysis/filesOf';
import type { AnalysisFiles } from '../../../src/store/analysisFiles';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';
import { plantedSae, type Planted } from '../../support/plantedSae';

const SAMPLE = join(__dirname, '../../../media/samples/mix_d6_l3_h4_t60K_s100003.pth');

/** Positions that predict A5 … A2. */
const RELATIVE = [15, 16, 17, 18];
/** A column's digits are complete at the second, D'n at P(12 - n); An is predicted at P(20 - n). */
const PLANTED: (Planted & { readonly named: string })[] = [
  { named: 'A5.SC', position: 7, label: { task: 'SC', digit: 5, relative: null, rows: 'S' }, isUsed: false },
  { named: 'A1.SS', position: 11, label: { task: 'SS', digit: 1, relative: null, rows: 'S' }, isUsed: false },
  { named: 'A3.MB', position: 9, label: { task: 'MB', digit: 3, relative: null, rows: 'sub' }, isUsed: false },
  { named: 'A0.MZ', position: 12, label: { task: 'MZ', digit: 0, relative: null, rows: 'sub' }, isUsed: false },
  { named: 'A4.SS', position: 16, label: { task: 'SS', digit: 4, relative: 0, rows: 'S' }, isUsed: false },
  {
    named: 'SS δ0',
    position: RELATIVE,
    label: { task: 'SS', digit: null, relative: 0, rows: 'S' },
    isUsed: false,
  },
];

describe('an SAE whose neurons are sub-tasks on other rows, at other positions and relative to the digit predicted', () => {
  let files: AnalysisFiles;

  beforeAll(async () => {
    const model = await readModelFile(SAMPLE);
    const transformer = await loadTransformer(model);
    const positions = [7, 9, 11, 12, ...RELATIVE];
    const subject = await plantedSae({ model, transformer }, positions, PLANTED, 10);
    const plan = {
      ...{ subject, operations: model.operations!, seed: 6, provider: 'cpu' as const },
      ...{ depth: 'full' as const, questions: 4000, proofSeconds: 0 },
    };
    files = filesOf(await analyseSae(plan, { progress: () => undefined }, () => Promise.resolve()));
  }, 300_000);

  it.each(PLANTED.map((planted, neuron) => ({ ...planted, neuron })))(
    'gives neuron $neuron the label $named first where it is planted',
    ({ neuron, position, label: { task, digit, relative, rows } }) => {
      const at = typeof position === 'number' ? position : null;
      const [first] = files.labels!.filter((label) => label.neuron === neuron && label.position === at);
      expect(first).toBeDefined();
      const named = [first!, ...first!.equivalent];
      expect(named).toContainEqual(expect.objectContaining({ task, digit, rows }));
      if (relative !== null) expect(first!.relative).toBe(relative);
    },
  );

  it('gives random directions no label', () => {
    expect(files.labels!.filter(({ neuron }) => neuron >= PLANTED.length)).toEqual([]);
  });

  it('has the strongest labels first', () => {
    const scores = files.labels!.map(({ auroc }) => auroc);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });
});
