import type { FloatType } from '../floatArray';
import type { Precision } from '../config/saeConfig';
import { gradients } from '../graph/autodiff';
import { Graph } from '../graph/graph';
import type { LoopBody, Scanned } from '../graph/onnx/loopBody';
import type { Tensor } from '../graph/tensor';
import type { Architecture, SaeStructure } from '../sae/architecture';
import { activationRows, type ActivationSite } from '../transformer/activationRows';
import type { Transformer } from '../transformer/parts';
import { adam } from './adam';
import { clipFactor, globalNorm } from './clipping';
import { pack, packedShape, unpack } from './packing';

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
  /** What matrix products are computed in; float32 where not given. */
  readonly precision?: Precision;
}

/** How the graph of a step is laid out; computes the same, up to rounding. What is left out is off. */
export interface StepLayout {
  /**
   * How many steps' questions go through the transformer at once, in front of the steps: fewer and larger operations,
   * for more memory. `tokens` is then an input that stays as it is, [together · batch, positions].
   */
  readonly together?: number;
  /** All parameters in one array, `PACKED`: one Adam instead of one each, for a copy of all gradients. */
  readonly packed?: boolean;
}

/** Name of the input that holds all parameters where they are packed. */
export const PACKED = 'parameters';

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
export function trainingStep(plan: TrainingStepPlan, { together = 1, packed = false }: StepLayout = {}): LoopBody {
  const graph = new Graph(plan.floatType);
  const { architecture, structure } = plan;
  const { x, scanned } = stepRows(graph, plan, together);
  const sizes = { width: x.shape[1]!, encodingDim: plan.encodingDim };
  const scalars = {
    updateScale: graph.input('update_scale', []),
    updateEpsilon: graph.input('update_epsilon', []),
  };
  const shapes = architecture.parameters(sizes);
  const names = Object.keys(shapes);
  const trained = inputs(packed ? { [PACKED]: packedShape(Object.values(shapes)) } : shapes);
  const unpacked = packed ? unpack(trained[PACKED]!, Object.values(shapes)) : Object.values(trained);
  const parameters = Object.fromEntries(names.map((name, index) => [name, unpacked[index]!]));
  const hyperparameters = inputs(Object.fromEntries(architecture.hyperparameters.map((name) => [name, []])));

  const activations = architecture.encode(parameters, x, structure);
  const reconstruction = architecture.decode(parameters, activations);
  const parts = architecture.loss({ x, activations, reconstruction }, hyperparameters, structure);

  const scaling = plan.precision === 'float16' ? lossScaling(x) : 1;
  const derivatives = gradients(parts.loss.mul(scaling), unpacked);
  const trainedDerivatives = packed ? [pack(derivatives)] : derivatives;
  const norm = globalNorm(trainedDerivatives).mul(1 / scaling);
  const scale = clipFactor(norm, MAXIMUM_NORM).mul(1 / scaling);
  const carried = Object.entries(trained).flatMap(([name, parameter], index) => {
    const moments = {
      m: graph.input(momentNames(name).m, parameter.shape),
      v: graph.input(momentNames(name).v, parameter.shape),
    };
    const next = adam(parameter, moments, trainedDerivatives[index]!, scale, scalars);
    return [
      { input: parameter, next: next.parameter },
      { input: moments.m, next: next.m },
      { input: moments.v, next: next.v },
    ];
  });
  return {
    scanned: [scanned, { input: scalars.updateScale }, { input: scalars.updateEpsilon }],
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

/** A step's activations [rows, width], and the input that they come from. */
function stepRows(graph: Graph, plan: TrainingStepPlan, together: number): { x: Tensor; scanned: Scanned } {
  const { tokens, rows } = activationRows(graph, plan.transformer, plan.site, together * plan.batchSize);
  if (together === 1) return { x: rows, scanned: { input: tokens } };
  const shape = [rows.shape[0]! / together, rows.shape[1]!];
  const x = graph.input('activations', shape);
  return { x, scanned: { input: x, slices: rows.reshape([together, ...shape]) } };
}

/**
 * A factor for the loss in float16. The gradients of a mean over rows and width are far below what float16 can tell
 * from 0; with this they lie in the middle of its range. A power of two, so that taking it out again rounds nothing.
 */
function lossScaling({ shape }: Tensor): number {
  return 2 ** Math.round(Math.log2((shape[0]! * shape[1]!) / 512));
}
