import type * as ort from 'onnxruntime-node';
import { contextLength } from '../../core/arithmetic/positions';
import type { FloatArray } from '../../core/floatArray';
import { Graph } from '../../core/graph/graph';
import { encodeModel } from '../../core/graph/onnx/encodeModel';
import { architectureOf } from '../../core/sae/architectures';
import type { SaeStructure } from '../../core/sae/architecture';
import { activationRows, tokensNeeded } from '../../core/transformer/activationRows';
import { createSession, type UsableProvider } from '../provider';
import { tokenTensor } from '../tensors';
import type { Subject } from './subject';

/** What an SAE makes of a batch of questions; rows are questions × the SAE's positions. */
export interface Encodings {
  /** Activations of the neurons; [batch, positions, neurons]. */
  readonly neurons: Float32Array;
  /** What the SAE reads; [batch, positions, width]. */
  readonly activations: Float32Array;
  /** What it makes of that; [batch, positions, width]. */
  readonly reconstruction: Float32Array;
  /** What it reads, along given directions; [batch, positions, directions]; none without directions. */
  readonly projections: Float32Array;
}

/** An SAE on its model, as a graph that stops at the SAE's hook. */
export class Encoder {
  private constructor(
    private readonly session: ort.InferenceSession,
    /** Questions of every call. */
    readonly batch: number,
    private readonly length: number,
    private readonly context: number,
  ) {}

  /** @param directions along which to project what the SAE reads; [width, directions] */
  static async create(
    { model, transformer, site, sae }: Subject,
    batch: number,
    provider: UsableProvider,
    directions?: FloatArray,
  ): Promise<Encoder> {
    const graph = new Graph('float32');
    const { rows } = activationRows(graph, transformer, site, batch);
    const architecture = architectureOf(sae.architecture);
    const { W_enc, b_enc, W_dec, b_dec } = sae;
    const parameters = Object.fromEntries(
      Object.entries({ W_enc, b_enc, W_dec, b_dec }).map(([name, value]) => [name, graph.weight(`sae.${name}`, value)]),
    );
    const neurons = architecture.encode(parameters, rows, structureOf(sae));
    const reconstruction = architecture.decode(parameters, neurons);
    const projections = directions && { projections: rows.matMul(graph.weight('directions', directions)) };
    const outputs = { neurons, activations: rows, reconstruction, ...projections };
    const session = await createSession(encodeModel(outputs), provider);
    return new Encoder(session, batch, tokensNeeded(site), contextLength(model.digits));
  }

  /** @param tokens questions with their answers [batch, 3d + 4] */
  async encode(tokens: Int32Array): Promise<Encodings> {
    const read = tokens.filter((_, i) => i % this.context < this.length);
    const results = await this.session.run({ tokens: tokenTensor(read, [this.batch, this.length]) });
    const values = (name: keyof Encodings) => (results[name]?.data ?? new Float32Array(0)) as Float32Array;
    return {
      neurons: values('neurons'),
      activations: values('activations'),
      reconstruction: values('reconstruction'),
      projections: values('projections'),
    };
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** What encoding depends on; the bounds belong to the loss. */
function structureOf({ k }: Subject['sae']): SaeStructure {
  return { ...(k !== undefined && { k }), klClamp: { low: 0, high: 1 }, penaltyCap: null };
}
