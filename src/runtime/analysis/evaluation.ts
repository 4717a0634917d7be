import { AccuracyTally, classTag, wrongBits, type Accuracy, type ClassTag } from '../../core/analysis/accuracy';
import { contextLength } from '../../core/arithmetic/positions';
import type { ChangedModel } from './changedModel';
import type { Encoder } from './encoder';
import { questionBatches } from './questionBatches';
import type { Subject } from './subject';

/** Exact-answer accuracy, of all questions and per complexity class. */
export interface AccuracyFigures {
  readonly all: Accuracy;
  readonly classes: Partial<Record<ClassTag, Accuracy>>;
}

/** How well a model answers by itself, with the SAE's reconstruction in place of its activations, and with their means. */
export interface Evaluation {
  readonly model: AccuracyFigures;
  readonly spliced: AccuracyFigures;
  readonly meanAblated: AccuracyFigures;
  /** Questions that the model by itself answers right. */
  readonly right: Uint8Array;
}

/**
 * Lets a model answer questions by itself, with the SAE spliced in, and with its activations at the SAE's positions
 * replaced by their means.
 *
 * @param tokens questions with their answers [questions, 3d + 4]
 * @param means of the activations [positions of the SAE, width]
 */
export async function evaluate(
  { model: { digits }, site }: Subject,
  model: ChangedModel,
  encoder: Encoder,
  tokens: Int32Array | Uint8Array,
  means: Float32Array,
  proceed: (done: number) => Promise<void>,
): Promise<Evaluation> {
  const context = contextLength(digits);
  const tallies = { model: new AccuracyTally(), spliced: new AccuracyTally(), meanAblated: new AccuracyTally() };
  const right = new Uint8Array(tokens.length / context);
  const positions = readPositions(site, model);
  for (const batch of questionBatches(tokens, context, model.batch)) {
    const pass = await model.read(batch.tokens);
    const { reconstruction, activations } = await encoder.encode(batch.tokens);
    const changedTo = (target: (index: number) => number) => {
      const change = activations.map((value, i) => target(i) - value);
      return model.answers(pass, positions, shortened(change, site.positions.length, positions.length, model));
    };
    const answers = {
      model: pass.answers,
      spliced: await changedTo((i) => reconstruction[i]!),
      meanAblated: await changedTo((i) => means[i % means.length]!),
    };
    for (let row = 0; row < batch.count; row++) {
      const tag = classTag(batch.tokens, digits, row * context);
      for (const name of ['model', 'spliced', 'meanAblated'] as const) {
        tallies[name].add(tag, wrongBits(batch.tokens, answers[name], digits, row) === 0);
      }
      right[batch.first + row] = Number(wrongBits(batch.tokens, pass.answers, digits, row) === 0);
    }
    await proceed((batch.first + batch.count) / right.length);
  }
  const figures = ({ all, perClass: classes }: AccuracyTally): AccuracyFigures => ({ all, classes });
  return {
    model: figures(tallies.model),
    spliced: figures(tallies.spliced),
    meanAblated: figures(tallies.meanAblated),
    right,
  };
}

/**
 * The share of questions that a model answers exactly right with the SAE spliced in: what `evaluate` finds of it, and
 * nothing else.
 *
 * @param tokens questions with their answers [questions, 3d + 4]
 */
export async function splicedAccuracy(
  { model: { digits }, site }: Subject,
  model: ChangedModel,
  encoder: Encoder,
  tokens: Int32Array,
): Promise<number> {
  const context = contextLength(digits);
  const positions = readPositions(site, model);
  let right = 0;
  for (const batch of questionBatches(tokens, context, model.batch)) {
    const pass = await model.read(batch.tokens);
    const { reconstruction, activations } = await encoder.encode(batch.tokens);
    const change = reconstruction.map((value, i) => value - activations[i]!);
    const kept = shortened(change, site.positions.length, positions.length, model);
    const answers = await model.answers(pass, positions, kept);
    for (let row = 0; row < batch.count; row++) right += Number(wrongBits(batch.tokens, answers, digits, row) === 0);
  }
  return right / (tokens.length / context);
}

/** The SAE's positions without the last token: what is changed there is not looked at any more. */
function readPositions({ positions }: Subject['site'], { length }: ChangedModel): number[] {
  return positions.filter((position) => position < length);
}

/** Of values [batch, positions, width], those of the first `wanted` positions. */
function shortened(
  values: Float32Array,
  positions: number,
  wanted: number,
  { batch, width }: ChangedModel,
): Float32Array {
  if (positions === wanted) return values;
  const out = new Float32Array(batch * wanted * width);
  for (let row = 0; row < batch; row++) {
    const from = row * positions * width;
    out.set(values.subarray(from, from + wanted * width), row * wanted * width);
  }
  return out;
}
