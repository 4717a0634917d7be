import { questionText, type Question } from '../../src/core/arithmetic/question';
import { CLASSES, sampleOf } from '../../src/webview/explorer/sample';
import type { Tried } from '../../src/core/run/tried';
import type { Embedding } from '../../src/protocol/explorer';
import type { MadeAnalysis } from './madeAnalysis';
import { hashed } from './madeSpecies';

/** An embedding in which each class of questions is a disc of its own, S on the left, M in the middle, N on the right. */
export function madeEmbedding({ view }: Pick<MadeAnalysis, 'view'>, position: number): Embedding {
  const sample = sampleOf(view);
  const points = Array.from({ length: sample.questions }, (_, question): [number, number] => {
    const [angle, radius] = [2 * Math.PI * hashed(question, 1), 0.8 * Math.sqrt(hashed(question, 2))];
    const middle = 3 * (Math.min(sample.classes[question]!, CLASSES.length) - 1);
    return [middle + radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return {
    ...{ type: 'embedding', method: 'tsne', position, points, perplexity: 30, kl_divergence: 0.812 },
    ...{ explained_variance_ratio: null, trustworthiness: 0.97, seconds: 1.5 },
  };
}

/** An answer that is right but for A2, where neurons are taken away. */
export function madeTried(
  { view }: Pick<MadeAnalysis, 'view'>,
  question: Question,
  activation: (neuron: number, place: number) => number,
  without: { readonly neurons: number[]; readonly to: 'mean' | 'zero' } | null,
): Tried {
  const text = questionText(question);
  const answer = text.slice(text.indexOf('=') + 1);
  const right = {
    text: answer,
    probabilities: Array.from(answer, () => 0.999),
    of_true: Array.from(answer, () => 0.999),
  };
  const at = answer.length - 3;
  const wrongDigit = String((Number(answer[at]) + 1) % 10);
  const wrong = {
    text: answer.slice(0, at) + wrongDigit + answer.slice(at + 1),
    probabilities: right.probabilities.map((each, i) => (i === at ? 0.75 : each)),
    of_true: right.of_true.map((each, i) => (i === at ? 0.2 : each)),
  };
  return {
    question: text,
    activations: view.positions.map((position, place) => ({
      ...position,
      neurons: Array.from({ length: view.neurons }, (_, neuron) => activation(neuron, place)),
    })),
    true_answer: answer,
    model: right,
    spliced: right,
    without: without && without.neurons.length > 0 ? { ...without, answer: wrong } : null,
  };
}
