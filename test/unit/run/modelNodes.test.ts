import { describe, expect, it } from 'vitest';
import { modelNodes, type AnalysisOfModel } from '../../../src/core/run/modelNodes';
import type { QualityNode } from '../../../src/core/run/qualityFile';

const SC = { task: 'SC', digit: 2, relative: 0, rows: 'S', value: null } as const;

/** A node at a position of a six-digit model: P17 predicts A3, and so on. */
function node(layer: number, position: number, changes: Partial<QualityNode> = {}): QualityNode {
  const position_name = `A${21 - position}`;
  const useless = { failures: 0, fail_percent: 0, impact: '', by_class: {}, useful: false };
  return { layer, position, position_name, ...useless, explained_share: null, explained: null, labels: [], ...changes };
}

function useful(failures: number): Partial<QualityNode> {
  return { failures, fail_percent: failures / 10, impact: `A${failures}`, useful: true };
}

function analysis(name: string, layer: number, nodes: QualityNode[] | null): AnalysisOfModel {
  return { directory: `/runs/${name}`, name, quality: { model: 'mix', hook: `blocks.${layer}.mlp.hook_post`, nodes } };
}

describe('the nodes of a model', () => {
  it('are unknown where no analysis has looked at them', () => {
    expect(modelNodes([])).toBeNull();
    expect(modelNodes([analysis('a', 0, null)])).toBeNull();
  });

  it('have what each SAE explains of its layer, and the labels of all', () => {
    const labels = [{ ...SC, neurons: [3, 5] }];
    const a = [node(0, 16, { ...useful(5), explained_share: 0.6, explained: true, labels }), node(1, 16, useful(7))];
    const label = { ...SC, task: 'SA', digit: null, relative: -1, rows: 'all' as const, value: 7, neurons: [1] };
    const b = [
      node(0, 16, useful(5)),
      node(1, 16, { ...useful(7), explained_share: 0.2, explained: false, labels: [label] }),
    ];
    const view = modelNodes([analysis('a', 0, a), analysis('none', 0, null), analysis('b', 1, b)])!;
    expect(view).toMatchObject({ model: 'mix', layers: 2, useful: 2, explained: 1 });
    expect(view.analyses).toEqual([
      { directory: '/runs/a', name: 'a', hook: 'blocks.0.mlp.hook_post' },
      { directory: '/runs/b', name: 'b', hook: 'blocks.1.mlp.hook_post' },
    ]);
    expect(view.nodes).toEqual([
      {
        ...{ layer: 0, position: 16, position_name: 'A5', ...useful(5), explained: true, explained_share: 0.6 },
        labels: [{ text: 'A2.SC', rows: 'S', neurons: [3, 5], directory: '/runs/a', status: 'proved' }],
      },
      {
        ...{ layer: 1, position: 16, position_name: 'A5', ...useful(7), explained: false, explained_share: 0.2 },
        labels: [{ text: 'SA δ-1 = 7', rows: 'all', neurons: [1], directory: '/runs/b', status: 'proved' }],
      },
    ]);
  });

  it('are as useful as any analysis found them, in the order of layers and positions', () => {
    const a = analysis('a', 0, [node(1, 14), node(0, 17, useful(2)), node(0, 14)]);
    const b = analysis('b', 0, [node(0, 14, useful(1)), node(0, 17, useful(9)), node(1, 14)]);
    const view = modelNodes([a, b])!;
    expect(view.nodes.map(({ layer, position, failures }) => [layer, position, failures])).toEqual([
      [0, 14, 1],
      [0, 17, 9],
      [1, 14, 0],
    ]);
    expect([view.useful, view.explained]).toEqual([2, 0]);
  });

  it('name all positions of the model, whatever positions they are at', () => {
    const { positionNames } = modelNodes([analysis('a', 0, [node(0, 16)])])!;
    expect(positionNames.join(' ')).toBe("D5 D4 D3 D2 D1 D0 OPR D'5 D'4 D'3 D'2 D'1 D'0 = A7 A6 A5 A4 A3 A2 A1 A0");
    const sign = { ...node(0, 14), position_name: '+' };
    expect(modelNodes([analysis('a', 0, [sign, node(0, 15)])])!.positionNames[14]).toBe('+');
    const odd = { ...node(0, 2), position_name: 'x' };
    expect(modelNodes([analysis('a', 0, [odd])])!.positionNames).toEqual(['P0', 'P1', 'x']);
  });
});
