import type { Tried } from '../core/run/tried';
import { labelledAnswer } from './answerLine';
import { printLines, printTable } from './print';

/** Neurons that are shown of each token, the most active ones. */
const MOST_SHOWN = 6;

/** Prints what a question gave for people to read. */
export function printTried({ question, activations, true_answer, model, spliced, without }: Tried): void {
  printLines([question, '']);
  printTable([
    ['Position', 'Token', 'Active', 'Most active neurons'],
    ...activations.map(({ position, position_name, neurons }) => {
      const active = neurons
        .map((activation, neuron) => ({ neuron, activation }))
        .filter(({ activation }) => activation > 0)
        .sort((a, b) => b.activation - a.activation);
      const shown = active.slice(0, MOST_SHOWN).map(({ neuron, activation }) => `${neuron}: ${activation.toFixed(3)}`);
      return [`P${position} ${position_name}`, question[position]!, active.length, shown.join('  ')];
    }),
  ]);
  const answers: [name: string, answer: Tried['model']][] = [
    ['model', model],
    ['with the SAE spliced in', spliced],
  ];
  if (without) answers.push([`without ${without.neurons.join(', ')} (${without.to})`, without.answer]);
  printLines(['', `True answer ${true_answer}`]);
  for (const [name, answer] of answers) printLines(['', ...labelledAnswer(name, answer, true_answer)]);
}
