import type { FloatArray } from '../floatArray';
import type { Shape } from '../graph/shape';
import type { Tensor } from '../graph/tensor';
import type { RandomStream } from '../random/stream';

/** Sizes of an SAE. */
interface SaeSizes {
  /** Width of the activations it reads (d_in). */
  readonly width: number;
  /** Number of neurons (d_sae). */
  readonly encodingDim: number;
}

/** What is fixed while a graph is built, as opposed to hyperparameters, which are fed at each run. */
export interface SaeStructure {
  /** Neurons kept per row, for architectures that choose. */
  readonly k?: number;
  /** Bounds of the mean activations of which a divergence is taken. */
  readonly klClamp: { readonly low: number; readonly high: number };
  /** Largest value of a sparsity penalty, its gradient off beyond; null where there is no limit. */
  readonly penaltyCap: number | null;
}

/**
 * One step's tensors, rows × width or rows × neurons. Of several SAEs on the same rows there is one more axis in front,
 * but for x, which they share.
 */
export interface SaePass {
  readonly x: Tensor;
  readonly activations: Tensor;
  /** Σ (reconstruction - x)² over rows and width; a scalar, or a number for each SAE. */
  readonly squaredError: Tensor;
  /** Of several SAEs that are filled up to the same number of neurons: which ones are theirs. */
  readonly padding?: Padding;
}

/** Which neurons of several SAEs are theirs; the others have only zeros as weights, never fire, and must cost nothing. */
export interface Padding {
  /** bool [SAEs, neurons]. */
  readonly theirs: Tensor;
  /** How many neurons each has; [SAEs]. */
  readonly counts: Tensor;
}

/** Scalars; of several SAEs, vectors of a number for each. `sparsityPenalty` and `l1Penalty` are unweighted, and absent where an architecture has none. */
interface LossParts {
  readonly loss: Tensor;
  readonly mse: Tensor;
  readonly sparsityPenalty?: Tensor;
  readonly l1Penalty?: Tensor;
}

/** Tensors by parameter name. */
type Parameters<Name extends string = string> = Readonly<Record<Name, Tensor>>;

/** What an SAE architecture is: its parameters, its forward pass and its loss. Gradients follow from these. */
export interface Architecture<Name extends string = string, Hyperparameter extends string = string> {
  readonly name: string;
  /** Scalars that are fed at each run, by their config keys; of several SAEs, a number for each. */
  readonly hyperparameters: readonly Hyperparameter[];
  readonly parameters: (sizes: SaeSizes) => Readonly<Record<Name, Shape>>;
  /** The parameter of one entry per neuron: where its gradient is not finite, that neuron is at fault. */
  readonly neuronParameter: Name;
  /** Whether `initialise` wants the mean of the first batch's activations. */
  readonly needsDataMean: boolean;
  /** @param dataMean [width], mean of the first batch; present where `needsDataMean` */
  readonly initialise: (
    sizes: SaeSizes,
    random: RandomStream,
    dataMean: Float32Array | Float64Array | undefined,
  ) => Readonly<Record<Name, FloatArray>>;
  /**
   * Activations [rows, encodingDim], none negative, of x [rows, width]. Parameters of several SAEs have an axis in front,
   * and vectors among them are rows, [SAEs, 1, length]; the activations are [SAEs, rows, encodingDim] then.
   */
  readonly encode: (parameters: Parameters<Name>, x: Tensor, structure: SaeStructure) => Tensor;
  /** Reconstruction [rows, width] from activations. */
  readonly decode: (parameters: Parameters<Name>, activations: Tensor) => Tensor;
  /** See `SaePass.squaredError`; of several SAEs without their reconstructions, which would take very much memory. */
  readonly squaredErrors: (parameters: Parameters<Name>, activations: Tensor, x: Tensor) => Tensor;
  readonly loss: (
    pass: SaePass,
    hyperparameters: Readonly<Record<Hyperparameter, Tensor>>,
    structure: SaeStructure,
  ) => LossParts;
}

/** Mean squared error over rows and width; of several SAEs, of each. */
export function meanSquaredError({ x, squaredError }: SaePass): Tensor {
  return squaredError.mul(1 / (x.shape[0]! * x.shape[1]!));
}
