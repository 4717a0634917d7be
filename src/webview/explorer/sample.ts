import { readQuestion } from '../../core/arithmetic/question';
import { complexityTag, questionClass } from '../../core/arithmetic/questionClass';
import { contextLength } from '../../core/arithmetic/positions';
import { textOf } from '../../core/arithmetic/vocabulary';
import type { AnalysisView } from '../../protocol/explorer';

/** The classes of questions as counts go through them; what has none, a multiplication, is behind them. */
export const CLASSES = ['S', 'M', 'N'] as const;
export const NO_CLASS = CLASSES.length;

/** The probe questions whose activations are kept, and what is known of each. */
export interface Sample {
  readonly questions: number;
  readonly digits: number;
  readonly context: number;
  /** [questions, context] */
  readonly tokens: Int32Array;
  /** Indices into `CLASSES`, or `NO_CLASS`. */
  readonly classes: Uint8Array;
  /** The question with a text, such as `133357+182243=+0315600`; undefined where it is not in the sample. */
  readonly indexOf: (text: string) => number | undefined;
  readonly textOf: (question: number) => string;
  /** S0 … N4+; `*` for a multiplication. */
  readonly complexityOf: (question: number) => string;
}

const samples = new WeakMap<AnalysisView, Sample>();

/** The sample of an analysis; made once. */
export function sampleOf(analysis: AnalysisView): Sample {
  let sample = samples.get(analysis);
  if (!sample) samples.set(analysis, (sample = makeSample(analysis)));
  return sample;
}

function makeSample({ sampleTokens: tokens, digits }: Pick<AnalysisView, 'sampleTokens' | 'digits'>): Sample {
  const context = contextLength(digits);
  const questions = tokens.length / context;
  const textAt = (question: number) => textOf(tokens.subarray(question * context, (question + 1) * context));
  const classes = new Uint8Array(questions);
  for (let question = 0; question < questions; question++) {
    const of = questionClass(readQuestion(tokens, digits, question * context));
    classes[question] = of === undefined ? NO_CLASS : CLASSES.indexOf(of);
  }
  let byText: Map<string, number> | undefined;
  return {
    questions,
    digits,
    context,
    tokens,
    classes,
    indexOf: (text) => {
      byText ??= new Map(Array.from({ length: questions }, (_, question) => [textAt(question), question]));
      return byText.get(text);
    },
    textOf: textAt,
    complexityOf: (question) => complexityTag(readQuestion(tokens, digits, question * context)) ?? '*',
  };
}
