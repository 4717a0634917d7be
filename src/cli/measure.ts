import type { Command } from 'commander';
import { messageOf, UserError } from '../core/errors';
import { claimText, knownModel } from '../core/catalogue/knownModels';
import type { AccuracyFile, AccuracyLine } from '../core/run/accuracyFile';
import { duration } from '../core/run/figures';
import { measureAccuracy } from '../runtime/accuracy/measureAccuracy';
import { operationsOf } from '../runtime/analysis/openSubject';
import { accuracyPath, readAccuracy, writeAccuracy } from '../store/accuracyFiles';
import { sha256OfFile } from '../store/fileHash';
import { readModelFile } from '../store/modelFile';
import { findModelNamed } from '../store/modelSearch';
import { EXIT } from './exitCodes';
import { numberFrom, wholeNumber } from './numbers';
import { modelFolders } from './places';
import { CLEAR_LINE, printJson, printLines, printTable } from './print';
import { stopOnSignals } from './signals';

interface MeasureOptions {
  readonly questions: number;
  readonly seed: number;
  readonly json?: boolean;
}

const MILLISECONDS_BETWEEN_SAVES = 500;
const SHOWN_WRONG_ANSWERS = 20;

/** `quanta measure` */
export function addMeasureCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('measure')
    .description('measure how many questions a model answers exactly right, by the class of the question')
    .argument('<model>', 'name, or path of a .pth file')
    .option('--questions <number>', 'how many in all, with those asked before', atLeastOne, 100_000)
    .option('--seed <number>', 'of the questions', wholeNumber, 0)
    .option('--json', 'print one JSON object a line: progress, and at the end the figures')
    .addHelpText('after', NOTES)
    .action(async (model: string, options: MeasureOptions) => finish(await measure(model, options)));
}

const NOTES = `
Questions are drawn as in training, rare cases more often. An answer is right where its sign and every digit are, each
predicted with the true ones before it in the context. What is measured is kept, by the model's hash: a measurement that
was stopped goes on where it was, and one that is asked for more questions adds them.

Exit codes: 0 done, 2 wrong input, 1 failure, 130 stopped (Ctrl-C); what was measured until then is kept.`;

function atLeastOne(text: string): number {
  numberFrom(1)(text);
  return wholeNumber(text);
}

async function measure(name: string, { questions, seed, json }: MeasureOptions): Promise<number> {
  const signals = stopOnSignals();
  try {
    const { path } = await findModelNamed(name, modelFolders());
    const model = await readModelFile(path);
    const sha256 = await sha256OfFile(path);
    const operations = operationsOf(model, null);
    const before = await measuredBefore(sha256, seed, operations);
    let saved = performance.now();
    const measured = await measureAccuracy(
      { model, sha256, operations, questions, seed, before },
      async (measuredSoFar) => {
        // Signals arrive between two turns of the event loop.
        await new Promise(setImmediate);
        const now = performance.now();
        if (now - saved >= MILLISECONDS_BETWEEN_SAVES) {
          saved = now;
          await writeAccuracy(measuredSoFar);
          showProgress(measuredSoFar, questions, json);
        }
        return !signals.requested();
      },
    );
    await writeAccuracy(measured);
    if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
    if (json) printJson({ type: 'accuracy', path: accuracyPath(sha256), ...measured } satisfies AccuracyLine);
    else printMeasured(measured);
    return measured.all.questions < questions ? EXIT.interrupted : EXIT.done;
  } finally {
    signals.release();
  }
}

/** What can be gone on with. Says on the standard error what cannot, which is standard output's for results. */
async function measuredBefore(
  sha256: string,
  seed: number,
  operations: AccuracyFile['operations'],
): Promise<AccuracyFile | undefined> {
  const before = await readAccuracy(sha256).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${messageOf(error)}\nWhat it held cannot be used; measuring from the start.\n`);
    return undefined;
  });
  if (before === undefined) return undefined;
  const isSame =
    before.seed === seed &&
    Object.entries(operations).every(([key, percent]) => before.operations[key as 'add'] === percent);
  if (isSame) return before;
  process.stderr.write(
    `What was measured before was of seed ${before.seed}, operations ${JSON.stringify(before.operations)}; ` +
      'measuring from the start.\n',
  );
  return undefined;
}

function showProgress({ all }: AccuracyFile, of: number, json: boolean | undefined): void {
  if (json) {
    printJson({ type: 'progress', done: all.questions, of, right: all.right } satisfies AccuracyLine);
  } else if (process.stderr.isTTY) {
    process.stderr.write(`${CLEAR_LINE}${all.questions} of ${of} questions, ${all.questions - all.right} wrong`);
  }
}

function printMeasured({ model, all, classes, wrong, known_failures, seconds, ...measured }: AccuracyFile): void {
  const published = knownModel(model);
  printTable([
    ['Class', 'Questions', 'Wrong', 'Right'],
    ...Object.entries({ ...classes, all }).map(([name, { questions, right }]) => [
      name,
      questions,
      questions - right,
      `${((100 * right) / questions).toFixed(4)} %`,
    ]),
  ]);
  const failures = all.questions - all.right;
  printLines([
    '',
    `${model}: ${failures} of ${all.questions} questions wrong (seed ${measured.seed}, ${measured.provider}, ${duration(seconds)})`,
    ...(published === undefined ? [] : [`Published under this name: ${claimText(published) || 'no accuracy stated'}`]),
    ...wrong
      .slice(0, SHOWN_WRONG_ANSWERS)
      .map(({ question, answer, expected }) => `  ${question}=${answer}, not ${expected}`),
    ...(failures > SHOWN_WRONG_ANSWERS
      ? [
          `  … and ${failures - SHOWN_WRONG_ANSWERS} more, of which ${accuracyPath(measured.sha256)} has the first ${wrong.length} in all`,
        ]
      : []),
    ...known_failures.map(
      ({ question, claimed, answer, expected }) =>
        `Known to be wrong: ${question}=${claimed}; here ${answer === expected ? 'it is right' : `it answers ${answer}`}`,
    ),
  ]);
}
