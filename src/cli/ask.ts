import type { Command } from 'commander';
import { parseQuestion } from '../core/arithmetic/parseQuestion';
import { answerText, questionText, trueAnswer } from '../core/arithmetic/question';
import { answerQuestion } from '../runtime/answer';
import { loadTransformer, readModelFile } from '../store/modelFile';
import { findModelNamed } from '../store/modelSearch';
import { modelFolders } from './places';
import { printJson, printLines, printTable } from './print';

/** `quanta ask` */
export function addAskCommand(program: Command): void {
  program
    .command('ask')
    .description('ask a model a question: its answer, whether it is right, and how sure it is of each digit')
    .argument('<model>', 'name, or path of a .pth file')
    .argument('<question>', 'for example 133357+182243')
    .option('--json', 'print JSON')
    .action(ask);
}

async function ask(modelName: string, text: string, options: { readonly json?: boolean }): Promise<void> {
  const { path } = await findModelNamed(modelName, modelFolders());
  const model = await readModelFile(path);
  const question = parseQuestion(text, model.digits);
  const digits = await answerQuestion(await loadTransformer(model), question);
  const answer = digits.map(({ token }) => token).join('');
  const expected = answerText(trueAnswer(question));
  const correct = answer === expected;
  if (options.json) {
    printJson({ model: model.name, question: questionText(question), answer, correct, expected, digits });
    return;
  }
  printLines([
    `${questionText(question).split('=')[0]!}=${answer}  ${correct ? 'right' : `wrong: it is ${expected}`}`,
    '',
  ]);
  printTable([
    ['Digit', 'Answer', 'Probability', 'True'],
    ...digits.map(({ name, token, probability }, index) => [
      name,
      token,
      probability.toFixed(6),
      token === expected[index] ? '' : expected[index]!,
    ]),
  ]);
}
