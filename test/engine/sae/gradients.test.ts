import { describe, it } from 'vitest';
import type { Tensor } from '../../../src/core/graph/tensor';
import type { Architecture, SaeStructure } from '../../../src/core/sae/architecture';
import { ARCHITECTURES } from '../../../src/core/sae/architectures';
import { expectGradients, values } from '../../support/finiteDifferences';

const SIZES = { width: 4, encodingDim: 5 };
const ROWS = 6;
const HYPERPARAMETERS: Record<string, number> = { sparsity_target: 0.1, sparsity_weight: 0.3, l1_weight: 0.2 };

const structures: [string, SaeStructure][] = [
  ['without a cap', { k: 2, klClamp: { low: 1e-6, high: 1 - 1e-6 }, penaltyCap: null }],
  ['under its cap', { k: 2, klClamp: { low: 1e-8, high: 1 - 1e-8 }, penaltyCap: 1000 }],
  ['over its cap', { k: 2, klClamp: { low: 1e-8, high: 1 - 1e-8 }, penaltyCap: 0.01 }],
];

describe.each(Object.values(ARCHITECTURES))('the loss of $name', (architecture: Architecture) => {
  it.each(structures)('has the gradients of central differences, %s', async (_, structure) => {
    const shapes = architecture.parameters(SIZES);
    const parameters = Object.fromEntries(
      Object.entries(shapes).map(([name, shape], index) => [name, values(shape, -0.6, 0.7, index + 1)]),
    );
    const x = values([ROWS, SIZES.width], 0, 1.5, 17);
    await expectGradients({ ...parameters, x }, (tensors, graph) => {
      const activations = architecture.encode(tensors, tensors.x!, structure);
      const reconstruction = architecture.decode(tensors, activations);
      const hyperparameters: Record<string, Tensor> = {};
      for (const name of architecture.hyperparameters) hyperparameters[name] = graph.constant(HYPERPARAMETERS[name]!);
      const squaredError = reconstruction.sub(tensors.x!).sumOfSquares();
      return architecture.loss({ x: tensors.x!, activations, squaredError }, hyperparameters, structure).loss;
    });
  });
});
