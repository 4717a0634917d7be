import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AccuracyTally, classTag, wrongBits } from '../../../src/core/analysis/accuracy';
import { parseQuestion } from '../../../src/core/arithmetic/parseQuestion';
import { contextLength } from '../../../src/core/arithmetic/positions';
import { writeQuestion } from '../../../src/core/arithmetic/question';
import { textOf } from '../../../src/core/arithmetic/vocabulary';
import { Answering } from '../../../src/runtime/accuracy/answering';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';

interface Case {
  readonly model: string;
  readonly questions: readonly string[];
  /** As PyTorch predicts them with the true answer in the context. */
  readonly answers: readonly string[];
  readonly classes: Record<string, { readonly questions: number; readonly right: number }>;
}

const cases = JSON.parse(readFileSync('test/fixtures/accuracy.json', 'utf8')) as Case[];

describe('accuracy', () => {
  it.each(cases)(
    'of $model is what PyTorch counts on the same questions',
    async ({ model, questions, ...expected }) => {
      const file = await readModelFile(model);
      const { digits } = file;
      const context = contextLength(digits);
      const tokens = new Int32Array(questions.length * context);
      questions.forEach((text, row) => writeQuestion(parseQuestion(text, digits), tokens, row * context));
      const answering = await Answering.create(await loadTransformer(file), digits, questions.length, 'cpu');
      const answers = await answering.answers(tokens);
      await answering.release();
      const texts = questions.map((_, row) => textOf(answers.subarray(row * (digits + 2), (row + 1) * (digits + 2))));
      expect(texts).toEqual(expected.answers);
      const tally = new AccuracyTally();
      for (let row = 0; row < questions.length; row++) {
        tally.add(classTag(tokens, digits, row * context), wrongBits(tokens, answers, digits, row) === 0);
      }
      expect(tally.perClass).toEqual(expected.classes);
    },
  );

  it('is not perfect everywhere, so that the comparison could fail', () => {
    const wrong = cases.flatMap(({ classes }) => Object.values(classes)).filter((c) => c.right < c.questions);
    expect(wrong.length).toBeGreaterThan(0);
  });
});
