import { rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { UserError } from '../core/errors';
import { usableProviderSchema, type UsableProvider } from '../core/run/providerRecord';
import { ANALYSIS_DEPTHS, analyseSae, type AnalysisDepth } from '../runtime/analysis/analyseSae';
import { failureOn, refuseMissing } from '../runtime/analysis/analysisProvider';
import { AnalysisStopped } from '../runtime/analysis/analysisReporter';
import { filesOf } from '../runtime/analysis/filesOf';
import { stopCheck } from '../runtime/analysis/stopCheck';
import { writeAnalysis } from '../store/analysisFiles';
import { runPaths } from '../store/runDirectory';
import { addSubjectOptions, openSubject, type SubjectOptions } from './analysedSubject';
import { analysisSummary } from './analysisSummary';
import { AnalysisJson, AnalysisTerminal } from './analysisReporters';
import { EXIT } from './exitCodes';
import { wholeNumber } from './numbers';
import { shownPath } from './places';
import { printLines } from './print';
import { stopOnSignals } from './signals';

interface AnalyseOptions extends SubjectOptions {
  readonly out?: string;
  readonly depth: AnalysisDepth;
  readonly questions: number;
  readonly seed?: number;
  readonly proofSeconds?: number;
  readonly provider: UsableProvider;
  readonly json?: boolean;
}

const QUESTIONS = 20_000;
const FEWEST_QUESTIONS = 1000;

/** `quanta analyse` */
export function addAnalyseCommand(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('analyse')
    .description('find out what each neuron of an SAE does at each token position, and prove it')
    .argument('[run]', 'directory of a run, whose SAE is analysed; the files are written there');
  addSubjectOptions(command)
    .option('--out <directory>', "where to write (default: the run's directory, or the SAE's)")
    .addOption(
      new Option('--depth <depth>', 'how much is computed: full has labels and proofs, too')
        .choices(ANALYSIS_DEPTHS)
        .default('full'),
    )
    .option('--questions <number>', 'probe questions', wholeNumber, QUESTIONS)
    .option('--seed <number>', "seed of the probe questions (default: the run's)", wholeNumber)
    .option(
      '--proof-seconds <number>',
      'begin no further proof after so many seconds (default: prove all)',
      wholeNumber,
    )
    .addOption(
      new Option('--provider <name>', 'execution provider; the calls are small, and the CPU mostly the fastest')
        .choices(usableProviderSchema.options)
        .default('cpu'),
    )
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', EXIT_CODES)
    .action(async (run: string | undefined, options: AnalyseOptions) => finish(await analyse(run, options)));
}

const EXIT_CODES = `
Exit codes: 0 analysed, 2 wrong input, 1 failure, 130 stopped (Ctrl-C, or a file named "stop" where the files are
written). A stopped analysis has written nothing.`;

async function analyse(run: string | undefined, options: AnalyseOptions): Promise<number> {
  const signals = stopOnSignals();
  try {
    if (options.questions < FEWEST_QUESTIONS) {
      throw new UserError(`--questions: ${options.questions} are too few to tell labels; at least ${FEWEST_QUESTIONS}`);
    }
    await refuseMissing(options.provider);
    const { opened, directory: own } = await openSubject(run, options, options.seed);
    const directory = options.out === undefined ? own : resolve(options.out);
    const stop = runPaths(directory).stop;
    await removeOldStop(stop);
    const reporter = options.json ? new AnalysisJson(directory) : new AnalysisTerminal(opened.subject);
    const plan = {
      ...opened,
      seed: options.seed ?? opened.seed,
      depth: options.depth,
      questions: options.questions,
      proofSeconds: options.proofSeconds ?? null,
      provider: options.provider,
    };
    try {
      const analysis = await analyseSae(plan, reporter, stopCheck(stop, signals.requested));
      const files = filesOf(analysis);
      const written = await writeAnalysis(directory, opened.subject.model.name, files);
      reporter.finish('done', EXIT.done, files);
      if (!options.json) printLines([...analysisSummary(files), `Saved ${written.map(shownPath).join(', ')}`]);
      return EXIT.done;
    } catch (error) {
      if (!(error instanceof AnalysisStopped)) throw failureOn(options.provider, error);
      await rm(stop, { force: true });
      reporter.finish('stopped', EXIT.interrupted, undefined);
      return EXIT.interrupted;
    }
  } finally {
    signals.release();
  }
}

/** Whoever starts an analysis wants it to run, whatever was asked of an earlier one. */
async function removeOldStop(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  if (stats && stats.mtimeMs < performance.timeOrigin) await rm(path, { force: true });
}
