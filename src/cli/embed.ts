import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { parsePositions } from '../core/arithmetic/positionSelection';
import { contextLength, positionMeanings } from '../core/arithmetic/positions';
import { readQuestion } from '../core/arithmetic/question';
import { complexityTag, questionClass } from '../core/arithmetic/questionClass';
import { textOf } from '../core/arithmetic/vocabulary';
import { UserError } from '../core/errors';
import {
  EMBEDDED_QUESTIONS,
  EMBEDDING_METHODS,
  type Embedding,
  type EmbeddingLine,
  type EmbeddingMethod,
} from '../core/run/embeddingLine';
import { AnalysisStopped } from '../runtime/analysis/analysisReporter';
import { embedEncodings } from '../runtime/analysis/embedEncodings';
import { AnalysisReader } from '../store/analysisReader';
import { writeFileAtomically } from '../store/atomicFile';
import { EXIT } from './exitCodes';
import { numberFrom, wholeNumber } from './numbers';
import { shownPath } from './places';
import { CLEAR_LINE, printJson, printLines } from './print';
import { stopOnSignals } from './signals';

interface EmbedOptions {
  readonly position: string;
  readonly method: EmbeddingMethod;
  readonly perplexity: number;
  readonly seed?: number;
  readonly questions: number;
  readonly json?: boolean;
  readonly out?: string;
}

const MILLISECONDS_BETWEEN_LINES = 200;

/** `quanta embed` */
export function addEmbedCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('embed')
    .description("lay the encodings of an analysed SAE's questions at one token position out in the plane")
    .argument('<folder>', 'directory of a run, or another one that quanta analyse has written to')
    .requiredOption('--position <position>', 'token position, such as P17, 17 or A2')
    .addOption(new Option('--method <name>', 't-SNE or PCA').choices(EMBEDDING_METHODS).default('tsne'))
    .option('--perplexity <number>', 'about how many neighbours count; t-SNE only', numberFrom(2), 30)
    .option('--seed <number>', "of what is random (default: the analysis')", wholeNumber)
    .option('--questions <number>', 'at most so many of the sampled questions', wholeNumber, EMBEDDED_QUESTIONS)
    .option('--json', 'print one JSON object a line: progress, and at the end every point')
    .option('--out <file>', 'CSV file to write without --json (default: in the folder)')
    .addHelpText('after', EXIT_CODES)
    .action(async (folder: string, options: EmbedOptions) => finish(await embed(resolve(folder), options)));
}

const EXIT_CODES = `
Exit codes: 0 done, 2 wrong input, 1 failure, 130 stopped (Ctrl-C). A stopped one has written nothing.`;

async function embed(folder: string, options: EmbedOptions): Promise<number> {
  const signals = stopOnSignals();
  try {
    if (options.json && options.out !== undefined) {
      throw new UserError('--out is for the CSV file, which --json does not write; leave one of the two out');
    }
    const reader = await AnalysisReader.open(folder);
    const request = {
      ...{ method: options.method, perplexity: options.perplexity, questions: options.questions },
      position: positionOf(options.position, reader.header.digits),
      seed: options.seed ?? reader.header.seed,
    };
    const show = options.json ? jsonProgress() : terminalProgress();
    const found = await embedEncodings(reader, request, (done) => {
      if (signals.requested()) throw new AnalysisStopped('stopped as asked');
      show(done);
    });
    if (options.json) printJson(found satisfies EmbeddingLine);
    else
      await writeTable(reader, found, options.out ?? join(folder, `embedding-${found.method}-P${found.position}.csv`));
    return EXIT.done;
  } catch (error) {
    if (error instanceof AnalysisStopped) return EXIT.interrupted;
    throw error;
  } finally {
    signals.release();
  }
}

function positionOf(text: string, digits: number): number {
  const found = parsePositions(/^\d+$/.test(text) ? `P${text}` : text, positionMeanings(digits, 0));
  if (found.length === 1) return found[0]!;
  throw new UserError(`--position: "${text}" are ${found.length} positions; expected one, such as P17`);
}

function jsonProgress(): (done: number) => void {
  let printed = -Infinity;
  return (done) => {
    const now = performance.now();
    if (now - printed < MILLISECONDS_BETWEEN_LINES) return;
    printed = now;
    printJson({ type: 'progress', done: Number(done.toFixed(3)) } satisfies EmbeddingLine);
  };
}

/** On the standard error, where a terminal is: standard output is for what comes of it. */
function terminalProgress(): (done: number) => void {
  return (done) => {
    if (process.stderr.isTTY) process.stderr.write(`${CLEAR_LINE}${Math.round(100 * done)} %`);
  };
}

/** Writes question, class, complexity, x and y of every point. */
async function writeTable(reader: AnalysisReader, found: Embedding, path: string): Promise<void> {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  const { digits } = reader.header;
  const context = contextLength(digits);
  const lines = found.points.map(([x, y], i) => {
    const question = readQuestion(reader.sampleTokens, digits, i * context);
    const text = textOf(reader.sampleTokens.subarray(i * context, (i + 1) * context));
    return [text, questionClass(question) ?? '', complexityTag(question) ?? '', x, y].join(',');
  });
  await writeFileAtomically(path, ['question,class,complexity,x,y', ...lines, ''].join('\n'));
  const { trustworthiness, kl_divergence, explained_variance_ratio, seconds } = found;
  const figures = explained_variance_ratio
    ? `explained variance ${explained_variance_ratio.map((share) => share.toFixed(3)).join(' + ')}`
    : `KL divergence ${kl_divergence!.toFixed(3)}`;
  printLines([
    `${found.points.length} questions, ${figures}, trustworthiness ${trustworthiness.toFixed(4)}, ${seconds.toFixed(1)} seconds`,
    `Saved ${shownPath(path)}`,
  ]);
}
