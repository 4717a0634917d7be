import { contextLength, positionMeanings } from '../../core/arithmetic/positions';
import { parseQuestion } from '../../core/arithmetic/parseQuestion';
import { questionText, writeQuestion } from '../../core/arithmetic/question';
import { textOf } from '../../core/arithmetic/vocabulary';
import { UserError } from '../../core/errors';
import type { Tried, TryRequest } from '../../core/run/tried';
import { ChangedModel } from './changedModel';
import { Encoder, type Encodings } from './encoder';
import { saeSizes, type Subject } from './subject';

/** The mean activation of every neuron at every position of the SAE; [neurons, positions]. */
export type NeuronMeans = Float32Array | Float64Array;

type Answer = Tried['model'];

/** Puts single questions to a model and its SAE, which stay loaded in between. */
export class TryOut {
  /** Of the SAE's positions those at which a change can matter: the last token predicts nothing. */
  private readonly changeable: readonly number[];
  private means: Promise<NeuronMeans> | undefined;

  private constructor(
    private readonly subject: Subject,
    private readonly encoder: Encoder,
    private readonly model: ChangedModel,
    private readonly findMeans: () => Promise<NeuronMeans>,
  ) {
    this.changeable = subject.site.positions.filter((position) => position < model.length);
  }

  /** @param findMeans asked once, when neurons are first set to their means */
  static async create(subject: Subject, findMeans: () => Promise<NeuronMeans>): Promise<TryOut> {
    const { model, transformer, site } = subject;
    const encoder = await Encoder.create(subject, 1, 'cpu');
    return new TryOut(
      subject,
      encoder,
      await ChangedModel.create(transformer, site, model.digits, 1, 'cpu'),
      findMeans,
    );
  }

  /**
   * @throws UserError where the text is not a question for this model, its answer is not the true one, or there is no such
   *   neuron
   */
  async try({ question: text, neurons: given, to }: TryRequest): Promise<Tried> {
    const { digits } = this.subject.model;
    const question = parseQuestion(text, digits);
    const neurons = [...new Set(given)].sort((a, b) => a - b);
    this.requireNeurons(neurons);
    const tokens = new Int32Array(contextLength(digits));
    writeQuestion(question, tokens);
    const encodings = await this.encoder.encode(tokens);
    const pass = await this.model.read(tokens);
    const answerTo = (logits: Float32Array) => answerOf(logits, tokens, digits);
    const changed = async (change: Float32Array) =>
      answerTo(this.changeable.length === 0 ? pass.logits : await this.model.logits(pass, this.changeable, change));
    const whole = questionText(question);
    return {
      question: whole,
      activations: this.activations(encodings),
      true_answer: whole.slice(whole.indexOf('=') + 1),
      model: answerTo(pass.logits),
      spliced: await changed(this.spliceChange(encodings)),
      without:
        neurons.length === 0
          ? null
          : { neurons, to, answer: await changed(await this.ablationChange(encodings, neurons, to)) },
    };
  }

  async release(): Promise<void> {
    await this.encoder.release();
    await this.model.release();
  }

  private requireNeurons(wanted: readonly number[]): void {
    const { neurons } = saeSizes(this.subject.sae);
    const unknown = wanted.find((neuron) => neuron >= neurons);
    if (unknown === undefined) return;
    throw new UserError(`there is no neuron ${unknown}; this SAE's neurons are 0 to ${neurons - 1}`);
  }

  private activations({ neurons: all }: Encodings): Tried['activations'] {
    const { site, sae, model } = this.subject;
    const { neurons } = saeSizes(sae);
    const names = positionMeanings(model.digits, 0);
    return site.positions.map((position, place) => ({
      position,
      position_name: names[position]!,
      neurons: [...all.subarray(place * neurons, (place + 1) * neurons)],
    }));
  }

  /** What turns the activations into the SAE's reconstruction; [changeable positions, width]. */
  private spliceChange({ reconstruction, activations }: Encodings): Float32Array {
    const { width } = saeSizes(this.subject.sae);
    return activations
      .subarray(0, this.changeable.length * width)
      .map((activation, i) => reconstruction[i]! - activation);
  }

  /** Σ (f' - f) · W_dec at every position, which leaves what the SAE does not reconstruct; [changeable positions, width]. */
  private async ablationChange(
    { neurons: all }: Encodings,
    chosen: readonly number[],
    to: TryRequest['to'],
  ): Promise<Float32Array> {
    const { sae, site } = this.subject;
    const { neurons, width } = saeSizes(sae);
    const means = to === 'mean' ? await (this.means ??= this.findMeans()) : undefined;
    const change = new Float32Array(this.changeable.length * width);
    for (let place = 0; place < this.changeable.length; place++) {
      for (const neuron of chosen) {
        const target = means?.[neuron * site.positions.length + place] ?? 0;
        const difference = target - all[place * neurons + neuron]!;
        for (let i = 0; i < width; i++) {
          change[place * width + i]! += difference * sae.W_dec.data[neuron * width + i]!;
        }
      }
    }
    return change;
  }
}

/** @param logits at the positions that predict the sign, then Ad … A0; [d + 2, vocabulary] */
function answerOf(logits: Float32Array, tokens: Int32Array, digits: number): Answer {
  const count = digits + 2;
  const vocabulary = logits.length / count;
  const likeliest: number[] = [];
  const probabilities: number[] = [];
  const ofTrue: number[] = [];
  for (let place = 0; place < count; place++) {
    const own = softmax(logits.subarray(place * vocabulary, (place + 1) * vocabulary));
    const best = own.indexOf(Math.max(...own));
    likeliest.push(best);
    probabilities.push(own[best]!);
    ofTrue.push(own[tokens[tokens.length - count + place]!]!);
  }
  return { text: textOf(likeliest), probabilities, of_true: ofTrue };
}

function softmax(logits: Float32Array): Float64Array {
  const most = Math.max(...logits);
  const weights = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
