import type { FloatType } from '../floatArray';
import type { Precision } from '../config/saeConfig';
import { gradients } from '../graph/autodiff';
import { Graph } from '../graph/graph';
import type { LoopBody, Scanned } from '../graph/onnx/loopBody';
import type { Shape } from '../graph/shape';
import type { Tensor } from '../graph/tensor';
import type { Architecture, Padding, SaeStructure } from '../sae/architecture';
import { activationRows, type ActivationSite } from '../transformer/activationRows';
import type { Transformer } from '../transformer/parts';
import { adam } from './adam';
import { clipFactor, globalNorm } from './clipping';
import { pack, packedShape, unpack } from './packing';
import { stackedShape } from './stacking';

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
  /** Neurons; of several SAEs, those of the largest. */
  readonly encodingDim: number;
  /**
   * Where several SAEs are trained together, the neurons of each. Their parameters are stacked on a leading axis, vectors
   * as rows [SAEs, 1, length], and filled up with zeros to `encodingDim`; they share the rows, and nothing else.
   */
  readonly members?: readonly number[];
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
 * architecture has. Of several SAEs, `update_scale`, hyperparameters and results have a number for each, or a row.
 */
export function trainingStep(plan: TrainingStepPlan, { together = 1, packed = false }: StepLayout = {}): LoopBody {
  if (packed && plan.members) throw new Error('the parameters of several SAEs are not packed');
  const graph = new Graph(plan.floatType);
  const { architecture, structure, members } = plan;
  const { x, scanned } = stepRows(graph, plan, together);
  const scalars = {
    // Learning rates may differ.
    updateScale: graph.input('update_scale', perMember(members)),
    updateEpsilon: graph.input('update_epsilon', []),
  };
  const shapes = trainedShapes(plan, x.shape[1]!);
  const names = Object.keys(shapes);
  const trained = inputs(packed ? { [PACKED]: packedShape(Object.values(shapes)) } : shapes);
  const unpacked = packed ? unpack(trained[PACKED]!, Object.values(shapes)) : Object.values(trained);
  const parameters = Object.fromEntries(names.map((name, index) => [name, unpacked[index]!]));
  const hyperparameters = inputs(
    Object.fromEntries(architecture.hyperparameters.map((name) => [name, perMember(members)])),
  );

  const activations = architecture.encode(parameters, x, structure);
  const squaredError = members
    ? architecture.squaredErrors(parameters, activations, x)
    : architecture.decode(parameters, activations).sub(x).sumOfSquares();
  const padding = members && paddingOf(graph, members, plan.encodingDim);
  const pass = { x, activations, squaredError, ...(padding && { padding }) };
  const parts = architecture.loss(pass, hyperparameters, structure);

  const scaling = plan.precision === 'float16' ? lossScaling(x) : 1;
  // No member's loss depends on another's weights, so that the gradient of their sum is each one's own.
  const loss = members ? parts.loss.sum() : parts.loss;
  const derivatives = gradients(loss.mul(scaling), unpacked);
  const trainedDerivatives = packed ? [pack(derivatives)] : derivatives;
  const norm = globalNorm(trainedDerivatives, perMember(members).length).mul(1 / scaling);
  const scale = clipFactor(norm, MAXIMUM_NORM).mul(1 / scaling);
  const carried = Object.entries(trained).flatMap(([name, parameter], index) => {
    const moments = {
      m: graph.input(momentNames(name).m, parameter.shape),
      v: graph.input(momentNames(name).v, parameter.shape),
    };
    const next = adam(parameter, moments, trainedDerivatives[index]!, overMatrices(scale), {
      updateScale: overMatrices(scalars.updateScale),
      updateEpsilon: scalars.updateEpsilon,
    });
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
      firing_counts: activations.greater(0).toFloat().sum([-2]),
      neuron_gradient: derivatives[names.indexOf(architecture.neuronParameter)]!,
    },
  };

  function inputs(shapes: Readonly<Record<string, readonly number[]>>): Record<string, Tensor> {
    return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, graph.input(name, shape)]));
  }
}

/** The shapes of a plan's parameters, by name; those of several SAEs stacked. */
export function trainedShapes(
  { architecture, encodingDim, members }: Pick<TrainingStepPlan, 'architecture' | 'encodingDim' | 'members'>,
  width: number,
): Readonly<Record<string, Shape>> {
  const shapes: Readonly<Record<string, Shape>> = architecture.parameters({ width, encodingDim });
  if (!members) return shapes;
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, stackedShape(shape, members.length)]));
}

/** The shape of what each of several SAEs has one number of; a scalar's where there is one SAE. */
function perMember(members: readonly number[] | undefined): Shape {
  return members ? [members.length] : [];
}

/** A number for each of several SAEs, as what goes with all of its matrices. */
function overMatrices(tensor: Tensor): Tensor {
  return tensor.rank === 0 ? tensor : tensor.reshape([...tensor.shape, 1, 1]);
}

/** Which neurons are whose; undefined where all SAEs have as many as there are. */
function paddingOf(graph: Graph, members: readonly number[], encodingDim: number): Padding | undefined {
  if (members.every((neurons) => neurons === encodingDim)) return undefined;
  const numbers = Array.from({ length: encodingDim }, (_, neuron) => neuron);
  const neurons = graph.constant(numbers, [1, encodingDim]);
  const counts = graph.constant(members, [members.length]);
  return { theirs: counts.reshape([members.length, 1]).greater(neurons), counts };
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
