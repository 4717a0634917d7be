import { AccuracyTally, classTag, wrongBits } from '../../core/analysis/accuracy';
import { generateBatch } from '../../core/arithmetic/generator/mixedBatch';
import type { Operations } from '../../core/arithmetic/operations';
import { parseQuestion } from '../../core/arithmetic/parseQuestion';
import { contextLength } from '../../core/arithmetic/positions';
import { writeQuestion } from '../../core/arithmetic/question';
import { textOf } from '../../core/arithmetic/vocabulary';
import { knownModel } from '../../core/catalogue/knownModels';
import { randomStream } from '../../core/random/stream';
import { KEPT_WRONG_ANSWERS, type AccuracyFile } from '../../core/run/accuracyFile';
import { loadTransformer, type ModelFile } from '../../store/modelFile';
import { Answering } from './answering';

/** What is measured. */
export interface AccuracyRequest {
  readonly model: ModelFile;
  readonly sha256: string;
  readonly operations: Operations;
  /** Questions in all, with those that `before` has already. */
  readonly questions: number;
  readonly seed: number;
  /** What to go on with: of the same model, seed and operations. */
  readonly before: AccuracyFile | undefined;
}

/** Questions that are drawn together, and that the runtime takes at once. */
const BATCH = 500;
const PROVIDER = 'cpu';

/**
 * Measures how well a model answers. The questions are drawn as those of training, with rare cases made more frequent;
 * which they are follows from the seed and their number alone, so that going on equals not having stopped.
 *
 * @param proceed told of what is measured so far; ends the measurement by answering false
 */
export async function measureAccuracy(
  { model, sha256, operations, questions, seed, before }: AccuracyRequest,
  proceed: (measured: AccuracyFile) => Promise<boolean>,
): Promise<AccuracyFile> {
  const { digits } = model;
  const context = contextLength(digits);
  const answering = await Answering.create(await loadTransformer(model), digits, BATCH, PROVIDER);
  try {
    const started = performance.now();
    const tally = new AccuracyTally(before?.classes);
    const wrong = [...(before?.wrong ?? [])];
    const known_failures = await askAgain(answering, model);
    const measured = (): AccuracyFile => ({
      model: model.name,
      sha256,
      seed,
      operations,
      all: tally.all,
      classes: tally.perClass,
      wrong: [...wrong],
      known_failures,
      provider: PROVIDER,
      seconds: (before?.seconds ?? 0) + (performance.now() - started) / 1000,
      measured_at: new Date().toISOString(),
    });
    for (let done = tally.all.questions; done < questions;) {
      const batch = Math.floor(done / BATCH);
      const stream = randomStream(seed, 'accuracy', batch);
      const tokens = generateBatch(stream, { digits, operations, batchSize: BATCH, enrich: true });
      const answers = await answering.answers(tokens);
      const end = Math.min(BATCH, questions - batch * BATCH);
      for (let row = done - batch * BATCH; row < end; row++) {
        const right = wrongBits(tokens, answers, digits, row) === 0;
        tally.add(classTag(tokens, digits, row * context), right);
        if (!right && wrong.length < KEPT_WRONG_ANSWERS) wrong.push(comparison(tokens, answers, digits, row));
      }
      done = batch * BATCH + end;
      if (!(await proceed(measured()))) break;
    }
    return measured();
  } finally {
    await answering.release();
  }
}

/** What the model answers to the questions that its authors say it answers wrong. */
async function askAgain(answering: Answering, { name, digits }: ModelFile): Promise<AccuracyFile['known_failures']> {
  const failures = knownModel(name)?.failures ?? [];
  const context = contextLength(digits);
  const tokens = new Int32Array(answering.batch * context);
  for (const [row, { question }] of failures.entries()) {
    writeQuestion(parseQuestion(question, digits), tokens, row * context);
  }
  if (failures.length === 0) return [];
  const answers = await answering.answers(tokens);
  return failures.map(({ answer: claimed }, row) => ({ claimed, ...comparison(tokens, answers, digits, row) }));
}

/** A question, its true answer, and the model's. */
function comparison(tokens: Int32Array, answers: Uint8Array, digits: number, row: number) {
  const context = contextLength(digits);
  const [question, expected] = textOf(tokens.subarray(row * context, (row + 1) * context)).split('=');
  const length = digits + 2;
  return {
    question: question!,
    answer: textOf(answers.subarray(row * length, (row + 1) * length)),
    expected: expected!,
  };
}
