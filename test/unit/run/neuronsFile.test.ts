import { expect, test } from 'vitest';
import { neuronsFileLines, type NeuronRecord } from '../../../src/core/run/neuronsFile';

const header = {
  ...{ model: 'm', hook: 'blocks.0.mlp.hook_post', architecture: 'kl', digits: 6, questions: 10, seed: 1 },
  positions: [{ position: 12, position_name: "D'0" }],
};

function neuron(index: number): NeuronRecord {
  const histogram = { width: 1, counts: [] };
  const statistics = {
    density: 0,
    mean: 0,
    mean_active: null,
    max: 0,
    contribution: 0,
    histogram,
    top: [],
    spread: [],
  };
  const rest = { decoder_norm: 1, neighbours: [], logit_effects: null, labels: [], positions: [] };
  return { neuron: index, ...statistics, ...rest };
}

test('neurons.json is JSON with a neuron on each line between the first and the last', () => {
  const neurons = [neuron(0), neuron(1), neuron(2)];
  const text = [...neuronsFileLines({ header, neurons, groups: [] })].join('');
  expect(JSON.parse(text)).toEqual({ ...header, neurons, groups: [] });
  const lines = text.split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[0]!.endsWith('"neurons":[')).toBe(true);
  expect(lines.slice(1, 4).map((line) => JSON.parse(line.replace(/,$/, '')) as unknown)).toEqual(neurons);
  expect(lines.slice(4)).toEqual(['],"groups":[]}', '']);
});

test('neurons.json is JSON without neurons, too', () => {
  const text = [...neuronsFileLines({ header, neurons: [], groups: [] })].join('');
  expect(JSON.parse(text)).toEqual({ ...header, neurons: [], groups: [] });
});
