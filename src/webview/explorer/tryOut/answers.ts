import * as l10n from '@vscode/l10n';
import type { Tried } from '../../../core/run/tried';
import type { Table } from '../../shared/export/table';

/** One token of an answer, as it was predicted. */
export interface AnswerToken {
  readonly token: string;
  readonly probability: number;
  /** Of the true token. */
  readonly ofTrue: number;
  readonly isWrong: boolean;
  /** Whether it is another one than the model's own. */
  readonly isChanged: boolean;
}

export interface AnswerRow {
  readonly name: string;
  readonly tokens: readonly AnswerToken[];
  /** Whether all tokens are the true ones. */
  readonly isRight: boolean;
}

/** The names of an answer's tokens, the sign first: A7 A6 … A0. */
export function answerNames(tried: Tried): string[] {
  const { length } = tried.true_answer;
  return Array.from({ length }, (_, i) => `A${length - 1 - i}`);
}

/** The answers of the model, with the SAE spliced in and without some neurons, token by token. */
export function answerRows({ model, spliced, without, true_answer }: Tried): AnswerRow[] {
  const row = (name: string, { text, probabilities, of_true }: Tried['model']): AnswerRow => ({
    name,
    tokens: Array.from(text, (token, i) => ({
      token,
      probability: probabilities[i]!,
      ofTrue: of_true[i]!,
      isWrong: token !== true_answer[i],
      isChanged: token !== model.text[i],
    })),
    isRight: text === true_answer,
  });
  return [
    row(l10n.t('model'), model),
    row(l10n.t('with the SAE spliced in'), spliced),
    ...(without ? [row(withoutText(without), without.answer)] : []),
  ];
}

function withoutText({ neurons, to }: NonNullable<Tried['without']>): string {
  const names = neurons.length > 6 ? l10n.t('{0} neurons', neurons.length) : neurons.join(', ');
  return to === 'mean' ? l10n.t('without {0} (at the mean)', names) : l10n.t('without {0} (at zero)', names);
}

/** All answers, a line for each token. */
export function answerTable(tried: Tried): Table {
  const names = answerNames(tried);
  return {
    header: ['answer', 'digit', 'true_token', 'token', 'probability', 'probability_of_true'],
    rows: answerRows(tried).flatMap(({ name, tokens }) =>
      tokens.map(({ token, probability, ofTrue }, i) => [
        ...[name, names[i]!, tried.true_answer[i]!, token, probability, ofTrue],
      ]),
    ),
  };
}

/** A neuron that is active somewhere on a question. */
export interface ActiveNeuron {
  readonly neuron: number;
  /** By position of the SAE. */
  readonly activations: readonly number[];
  readonly most: number;
}

/** The neurons that are active at any token, by their largest activation or their number. */
export function activeNeurons({ activations }: Tried, sort: 'activation' | 'index'): ActiveNeuron[] {
  const neurons = activations[0]?.neurons.length ?? 0;
  const active: ActiveNeuron[] = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const own = activations.map((at) => at.neurons[neuron]!);
    const most = Math.max(...own);
    if (most > 0) active.push({ neuron, activations: own, most });
  }
  return sort === 'index' ? active : active.sort((a, b) => b.most - a.most);
}
