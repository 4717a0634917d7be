import { UserError } from '../../core/errors';
import type { TensorRange } from '../../core/formats/safetensors/header';
import { readSafetensorsHeader } from '../../core/formats/safetensors/readSafetensors';
import type { Source } from '../../core/formats/source';
import type { NeuronMap } from '../../core/run/neuronMap';
import { ANALYSE_AGAIN } from './analyseAgain';
import { UnchangedFile } from './unchangedFile';

const DIMENSIONS = {
  activations: ['neurons', 'positions', 'questions'],
  tokens: ['questions', 'context'],
  positions: ['positions'],
  density: ['neurons', 'positions'],
  mean: ['neurons', 'positions'],
  mean_active: ['neurons', 'positions'],
  max: ['neurons', 'positions'],
  contribution: ['neurons', 'positions'],
  column_explained: ['neurons', 'positions'],
  best_auroc: ['neurons', 'positions'],
  decoder_norm: ['neurons'],
  density_all: ['neurons'],
  order: ['neurons'],
} as const;

type TensorName = keyof typeof DIMENSIONS;

const INTEGERS: ReadonlySet<TensorName> = new Set(['tokens', 'positions', 'order']);
/** Only where labels were looked for. */
const OPTIONAL: ReadonlySet<TensorName> = new Set(['best_auroc']);

/** The sizes that the tensors of one file share. */
export type SampleSizes = Readonly<Record<'neurons' | 'positions' | 'questions' | 'context', number>>;

/** What of `activations.safetensors` is small enough to be kept: everything but the activations. */
export interface SampleFigures {
  readonly map: NeuronMap;
  /** [neurons, positions]; NaN where no column tells anything. */
  readonly columnExplained: Float32Array;
  /** [neurons, positions]; null where no labels were looked for. */
  readonly bestScore: Float32Array | null;
  readonly decoderNorms: Float32Array;
  readonly densities: Float32Array;
  readonly similarityOrder: Int32Array;
  /** [questions, 3d + 4] */
  readonly sampleTokens: Int32Array;
  readonly positions: Int32Array;
}

/** About so much is read at a time of what is not wanted as a whole. */
const CHUNK_BYTES = 2 ** 22;

/** `activations.safetensors`: figures of all neurons, and their activations on some of the probe questions. */
export class SampleFile {
  private constructor(
    private readonly file: UnchangedFile,
    readonly sizes: SampleSizes,
    readonly figures: SampleFigures,
    /** Where the activations begin, [neurons, positions, questions]. */
    private readonly begin: number,
  ) {}

  /** @throws UserError where the file is missing, or its tensors are not those of an analysis */
  static async open(path: string): Promise<SampleFile> {
    const { file, found } = await UnchangedFile.open(path, async (source) => {
      const { tensors } = await readSafetensorsHeader(source);
      const ranges = new Map(tensors.map((range) => [range.name, range]));
      const sizes = sharedSizes(path, ranges);
      return { sizes, figures: await readFigures(source, ranges), begin: ranges.get('activations')!.begin };
    });
    return new SampleFile(file, found.sizes, found.figures, found.begin);
  }

  /** The activations of one neuron; [positions, questions]. */
  async ofNeuron(neuron: number): Promise<Float32Array> {
    const length = 4 * this.sizes.positions * this.sizes.questions;
    return this.file.read(async (source) => floats(await source.read(this.begin + neuron * length, length)));
  }

  /** The activations of all neurons at the SAE's position number `place`; [neurons, questions]. */
  async atPlace(place: number): Promise<Float32Array> {
    const { neurons, questions } = this.sizes;
    const at = new Float32Array(neurons * questions);
    for await (const { first, count, values } of this.neuronChunks()) {
      const perNeuron = values.length / count;
      for (let i = 0; i < count; i++) {
        const from = i * perNeuron + place * questions;
        at.set(values.subarray(from, from + questions), (first + i) * questions);
      }
    }
    return at;
  }

  /** The activations of all neurons, some neurons at a time; [count, positions, questions]. */
  async *neuronChunks(): AsyncGenerator<{ first: number; count: number; values: Float32Array }> {
    const { neurons, positions, questions } = this.sizes;
    const bytes = 4 * positions * questions;
    const most = Math.max(1, Math.floor(CHUNK_BYTES / bytes));
    for (let first = 0; first < neurons; first += most) {
      const count = Math.min(most, neurons - first);
      const chunk = await this.file.read((source) => source.read(this.begin + first * bytes, count * bytes));
      yield { first, count, values: floats(chunk) };
    }
  }
}

async function readFigures(source: Source, ranges: ReadonlyMap<string, TensorRange>): Promise<SampleFigures> {
  const bytes = async (name: TensorName) => {
    const { begin, end } = ranges.get(name)!;
    return source.read(begin, end - begin);
  };
  const [readFloats, readIntegers] = [
    async (name: TensorName) => floats(await bytes(name)),
    async (name: TensorName) => new Int32Array((await bytes(name)).buffer),
  ];
  return {
    map: {
      density: await readFloats('density'),
      mean: await readFloats('mean'),
      mean_active: await readFloats('mean_active'),
      max: await readFloats('max'),
      contribution: await readFloats('contribution'),
    },
    columnExplained: await readFloats('column_explained'),
    bestScore: ranges.has('best_auroc') ? await readFloats('best_auroc') : null,
    decoderNorms: await readFloats('decoder_norm'),
    densities: await readFloats('density_all'),
    similarityOrder: await readIntegers('order'),
    sampleTokens: await readIntegers('tokens'),
    positions: await readIntegers('positions'),
  };
}

/** @throws UserError where a tensor is missing, is of another type, or has other sizes than the rest */
function sharedSizes(path: string, ranges: ReadonlyMap<string, TensorRange>): SampleSizes {
  const sizes: Partial<Record<keyof SampleSizes, number>> = {};
  for (const name of Object.keys(DIMENSIONS) as TensorName[]) {
    const range = ranges.get(name);
    if (!range) {
      if (OPTIONAL.has(name)) continue;
      throw new UserError(`${path}: there is no tensor ${name}; ${ANALYSE_AGAIN}`);
    }
    const dimensions = DIMENSIONS[name];
    const fits = dimensions.every((dimension, axis) => {
      sizes[dimension] ??= range.shape[axis] ?? -1;
      return sizes[dimension] === range.shape[axis];
    });
    const dtype = INTEGERS.has(name) ? 'int32' : 'float32';
    if (!fits || range.shape.length !== dimensions.length || range.dtype !== dtype) {
      const expected = dimensions.map((dimension) => sizes[dimension] ?? dimension).join(', ');
      throw new UserError(
        `${path}: tensor ${name}: expected ${dtype} [${expected}], found ${range.dtype} [${range.shape.join(', ')}]; ` +
          ANALYSE_AGAIN,
      );
    }
  }
  return sizes as SampleSizes;
}

/** The bytes have memory of their own. */
function floats({ buffer }: Uint8Array): Float32Array {
  return new Float32Array(buffer);
}
