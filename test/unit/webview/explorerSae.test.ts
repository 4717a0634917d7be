import { describe, expect, test } from 'vitest';
import { nodeRows, usefulNodes } from '../../../src/webview/explorer/modelNodes/nodeGridData';
import { linearBins, logBins } from '../../../src/webview/explorer/sae/bins';
import { accuracyRows, points, share } from '../../../src/webview/explorer/sae/saeText';
import { madeAnalysis } from '../../webview/madeAnalysis';
import { madeModel } from '../../webview/madeQuality';

describe('bins', () => {
  test('hold every value once', () => {
    const values = Float32Array.from({ length: 500 }, (_, i) => 0.3 + Math.sin(i) ** 2);
    const bins = linearBins(values);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(500);
    for (const { from, to, count } of bins) {
      const inside = values.filter((value) => value >= from && (value < to || to === bins.at(-1)!.to));
      expect(count).toBe(inside.length);
    }
  });

  test('are one where all values are equal, and none where there are none', () => {
    expect(linearBins(Float32Array.of(1, 1, 1))).toEqual([{ from: 1, to: 1, count: 3 }]);
    expect(linearBins(new Float32Array(0))).toEqual([]);
    expect(logBins(new Float32Array(4), 1)).toEqual([]);
  });

  test('are four to a decade of densities, 1 included', () => {
    const bins = logBins(Float32Array.of(0, 0.02, 0.5, 1, 1), 1);
    expect(bins).toHaveLength(8);
    expect(bins[0]!.from).toBeCloseTo(0.01, 9);
    expect(bins.at(-1)).toMatchObject({ to: 1, count: 2 });
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });
});

describe('the figures of an SAE', () => {
  const { view } = madeAnalysis({ sample: 40 });

  test('are by class in the order of complexity, all first, and not where nothing was asked', () => {
    const { model, ...others } = view.quality.accuracy;
    const classes = {
      'N4+': { questions: 8, right: 4 },
      M1: { questions: 0, right: 0 },
      S0: { questions: 2, right: 2 },
    };
    const accuracy = { ...others, model: { all: { questions: 10, right: 6 }, classes } };
    const rows = accuracyRows({ ...view.quality, accuracy });
    expect(rows.map(({ name, model: right }) => [name, right])).toEqual([
      ['all', 0.6],
      ['S0', 1],
      ['N4+', 0.5],
    ]);
    expect(rows[1]!.spliced).toBe(view.quality.accuracy.spliced.classes.S0!.right / 143);
    expect(model.all.questions).toBeGreaterThan(0);
  });

  test('are written as shares and percentage points', () => {
    expect([1, 0.98765, null, NaN].map(share)).toEqual(['100.0%', '98.8%', '–', '–']);
    expect([-0.0123, 0.5, 1e-9, NaN].map(points)).toEqual(['−1.2', '+50.0', '0.0', '–']);
  });
});

describe('the nodes of a model', () => {
  const model = madeModel(madeAnalysis({ sample: 40 }).view);

  test('stand in a row for each layer, also where nothing was looked at', () => {
    const { layers, columns } = nodeRows(model);
    expect(layers.map(({ layer }) => layer)).toEqual([0, 1, 2]);
    expect(columns.map(({ position }) => position)).toEqual(
      columns.map(({ position }) => position).toSorted((a, b) => a - b),
    );
    for (const { layer, nodes } of layers) {
      for (const [i, node] of nodes.entries()) {
        if (node) expect([node.layer, node.position]).toEqual([layer, columns[i]!.position]);
      }
    }
    expect(layers[2]!.nodes.every((node) => node === undefined)).toBe(true);
    expect(usefulNodes(model)).toHaveLength(model.useful);
  });
});
