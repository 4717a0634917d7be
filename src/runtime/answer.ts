import { contextLength, positionMeanings } from '../core/arithmetic/positions';
import { writeQuestion, type Question } from '../core/arithmetic/question';
import { textOf } from '../core/arithmetic/vocabulary';
import { Graph } from '../core/graph/graph';
import { encodeModel } from '../core/graph/onnx/encodeModel';
import { forward } from '../core/transformer/forward';
import type { Transformer } from '../core/transformer/parts';
import { createSession } from './provider';
import { tokenTensor } from './tensors';

/** One token of a model's answer. */
export interface AnswerToken {
  /** The position's name: the sign A(d+1), then the digits Ad … A0. */
  readonly name: string;
  /** The likeliest token. */
  readonly token: string;
  /** The probability that the model gives it. */
  readonly probability: number;
}

/**
 * A model's own answer to a question: token by token, each one read again for the next. (Evaluations of these models
 * in the literature show them the true answer instead; the two agree where the model is right.)
 */
export async function answerQuestion(transformer: Transformer, question: Question): Promise<AnswerToken[]> {
  const digits = question.x.length;
  const length = contextLength(digits);
  const graph = new Graph('float32');
  const { logits } = forward(transformer, graph.input('tokens', [1, length], 'int32'));
  const session = await createSession(encodeModel({ probabilities: logits!.softmax() }), 'cpu');
  const tokens = new Int32Array(length);
  writeQuestion(question, tokens);
  const answerStart = length - (digits + 2);
  const names = positionMeanings(digits, 0);
  const answer: AnswerToken[] = [];
  try {
    // Attention looks back only, so that what stands at later positions changes nothing.
    for (let position = answerStart; position < length; position++) {
      const { probabilities } = await session.run({ tokens: tokenTensor(tokens, [1, length]) });
      const vocabulary = transformer.config.dVocab;
      const row = (probabilities!.data as Float32Array).subarray((position - 1) * vocabulary, position * vocabulary);
      const best = row.indexOf(Math.max(...row));
      answer.push({ name: names[position]!, token: textOf([best]), probability: row[best]! });
      tokens[position] = best;
    }
  } finally {
    await session.release();
  }
  return answer;
}
