import type { FloatType } from '../floatArray';
import { gradients } from '../graph/autodiff';
import { Graph } from '../graph/graph';
import type { LoopBody } from '../graph/onnx/encodeLoop';
import type { Tensor } from '../graph/tensor';
import type { Architecture, SaeStructure } from '../sae/architecture';
import { activationRows, type ActivationSite } from '../transformer/activationRows';
import type { Transformer } from '../transformer/forward';
import { adam } from './adam';
import { clipFactor, globalNorm } from './clipping';

/** Gradients are clipped to this norm, as in the notebook. */
const MAXIMUM_NORM = 1;

/** Everything that shapes the graph of a training step. */
export interface TrainingStepPlan {
  readonly floatType: FloatType;
  readonly transformer: Transformer;
  readonly site: ActivationSite;
  /** Questions per step. */
  readonly batchSize: number;
  readonly architecture: Architecture;
  readonly encodingDim: number;
  readonly structure: SaeStructure;
}

/** Names of a parameter's moments among the graph's inputs. */
export const momentNames = (parameter: string) => ({ m: `${parameter}.m`, v: `${parameter}.v` });

/**
 * One training step, from tokens to new weights: the frozen transformer up to the hook point, the SAE's forward pass
 * and loss, their gradients, clipping, Adam.
 *
 * Scanned inputs: `tokens` [batch, positions] int32, and Adam's `update_scale` and `update_epsilon`. Carried: the
 * parameters and their moments. The architecture's hyperparameters are inputs that stay as they are. Collected per
 * step: `loss`, `mse`, `gradient_norm` (before clipping), `firing_counts` [encodingDim] (rows on which a neuron is not
 * zero), `neuron_gradient` [encodingDim] (tells the neuron when a gradient is not finite), and the penalties that the
 * architecture has.
 */
export function trainingStep(plan: TrainingStepPlan): LoopBody {
  const graph = new Graph(plan.floatType);
  const { architecture, structure } = plan;
  const { tokens, rows: x } = activationRows(graph, plan.transformer, plan.site, plan.batchSize);
  const sizes = { width: x.shape[1]!, encodingDim: plan.encodingDim };
  const scalars = {
    updateScale: graph.input('update_scale', []),
    updateEpsilon: graph.input('update_epsilon', []),
  };
  const parameters = inputs(architecture.parameters(sizes));
  const hyperparameters = inputs(Object.fromEntries(architecture.hyperparameters.map((name) => [name, []])));

  const activations = architecture.encode(parameters, x, structure);
  const reconstruction = architecture.decode(parameters, activations);
  const parts = architecture.loss({ x, activations, reconstruction }, hyperparameters, structure);

  const names = Object.keys(parameters);
  const derivatives = gradients(parts.loss, Object.values(parameters));
  const norm = globalNorm(derivatives);
  const scale = clipFactor(norm, MAXIMUM_NORM);
  const carried = names.flatMap((name, index) => {
    const parameter = parameters[name]!;
    const moments = {
      m: graph.input(momentNames(name).m, parameter.shape),
      v: graph.input(momentNames(name).v, parameter.shape),
    };
    const next = adam(parameter, moments, derivatives[index]!, scale, scalars);
    return [
      { input: parameter, next: next.parameter },
      { input: moments.m, next: next.m },
      { input: moments.v, next: next.v },
    ];
  });
  return {
    scanned: [tokens, scalars.updateScale, scalars.updateEpsilon],
    carried,
    collected: {
      loss: parts.loss,
      mse: parts.mse,
      ...(parts.sparsityPenalty && { sparsity_penalty: parts.sparsityPenalty }),
      ...(parts.l1Penalty && { l1_penalty: parts.l1Penalty }),
      gradient_norm: norm,
      firing_counts: activations.greater(0).toFloat().sum([0]),
      neuron_gradient: derivatives[names.indexOf(architecture.neuronParameter)]!,
    },
  };

  function inputs(shapes: Readonly<Record<string, readonly number[]>>): Record<string, Tensor> {
    return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, graph.input(name, shape)]));
  }
}
