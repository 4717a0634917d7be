import { expect, test } from 'vitest';
import type { FromExplorer } from '../../../src/protocol/explorer';
import { ExplorerModel } from '../../../src/webview/explorer/explorerModel';
import { madeAnalysis } from '../../webview/madeAnalysis';

const made = madeAnalysis({ sample: 40, neurons: 8 });
const { view } = made;

/** A model that looks at neuron 1, and the neurons that it has asked for since. */
function looking() {
  const sent: FromExplorer[] = [];
  const model = new ExplorerModel({ view: { neuron: 1 } }, (message) => sent.push(message));
  const snapshot = () =>
    model.receive({
      ...{ type: 'snapshot', directory: view.directory, name: view.name, isRun: true, hasDashboard: true },
      ...{ analysis: view, problem: null, model: null, translations: {} },
    });
  snapshot();
  return { model, snapshot, asked: () => sent.flatMap((message) => (message.type === 'neuron' ? message.neuron : [])) };
}

test('a neuron that cannot be read is asked for again when it is chosen again', () => {
  const { model, asked } = looking();
  model.receive({ type: 'neuron', neuron: 1, view: made.neuron(1) });
  model.select(2);
  model.select(2);
  expect(asked()).toEqual([1, 2]);
  // What is shown stays until it is known that the other does not come.
  expect(model.neuron.value?.record.neuron).toBe(1);
  model.receive({ type: 'neuronFailed', neuron: 2, problem: 'broken' });
  expect([model.neuron.value, model.neuronProblem.value]).toEqual([undefined, 'broken']);
  model.select(2);
  expect(asked()).toEqual([1, 2, 2]);
  expect(model.neuronProblem.value).toBeUndefined();
  model.receive({ type: 'neuron', neuron: 2, view: made.neuron(2) });
  expect(model.neuron.value?.record.neuron).toBe(2);
});

test('what is wrong with a neuron that is not looked at any more is not shown', () => {
  const { model, asked } = looking();
  model.select(2);
  model.receive({ type: 'neuronFailed', neuron: 1, problem: 'broken' });
  expect(model.neuronProblem.value).toBeUndefined();
  model.select(1);
  expect(asked()).toEqual([1, 2, 1]);
});

test('after another analysis a neuron that could not be read is asked for by itself', () => {
  const { model, snapshot, asked } = looking();
  model.receive({ type: 'neuronFailed', neuron: 1, problem: 'broken' });
  snapshot();
  expect(asked()).toEqual([1, 1]);
  expect(model.neuronProblem.value).toBeUndefined();
});
