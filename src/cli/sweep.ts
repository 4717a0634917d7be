import { Option, type Command } from 'commander';
import type { Provider } from '../core/config/saeConfig';
import { saeKeys } from '../core/config/saeKeys';
import { UserError } from '../core/errors';
import { providerSetting } from '../core/run/askedProvider';
import type { RunOrigin } from '../runtime/runRecord';
import { executorOf } from '../runtime/sweep/executorOf';
import { openSweep, type OpenSweep } from '../runtime/sweep/openSweep';
import { runSweep } from '../runtime/sweep/runSweep';
import { EXIT, exitCodeOf } from './exitCodes';
import { wholeNumber } from './numbers';
import { modelFolders, RUNS_FOLDER, THIS_PROGRAM } from './places';
import { showTrial } from './print';
import { stopOnSignals } from './signals';
import { SweepJson } from './sweepJson';
import { trainPack } from './sweepPack';
import { SweepTerminal } from './sweepTerminal';

interface SweepOptions {
  readonly dir?: string;
  readonly provider?: Provider;
  readonly json?: boolean;
  readonly pack?: number;
}

/** `quanta sweep` */
export function addSweepCommand(program: Command, version: string, finish: (exitCode: number) => void): void {
  program
    .command('sweep')
    .description('search for the best sparse autoencoder, or go on with an unfinished search')
    .argument(
      '[config]',
      "config file, *.quanta.json of kind sweep (default: what the directory's request.json asks for)",
    )
    .option('--dir <directory>', `directory of the sweep, to begin or to go on (default: a new one in ${RUNS_FOLDER})`)
    .addOption(
      new Option(
        '--provider <name>',
        "execution provider; wins over the config's, and that over QUANTA_PROVIDER's",
      ).choices(saeKeys.provider.options),
    )
    .option('--json', 'print one JSON object a line')
    .option(
      '--pack <number>',
      'train one pack of trials of the sweep in a directory: what tasks of Slurm do',
      wholeNumber,
    )
    .addHelpText('after', EXIT_CODES)
    .action(async (config: string | undefined, options: SweepOptions) => {
      const { pack, dir = config } = options;
      if (pack === undefined) finish(await sweep(config, options, version));
      else finish(await trainPack(required(dir), pack, version));
    });
}

const EXIT_CODES = `
Exit codes: 0 searched to the end, 2 wrong input, 1 failure, 130 stopped (Ctrl-C, or a file named "stop" in the sweep's
directory). A stopped sweep keeps its trials; quanta sweep --dir DIRECTORY goes on with it.`;

function required(directory: string | undefined): string {
  if (directory !== undefined) return directory;
  throw new UserError('--pack: say of which sweep: quanta sweep DIRECTORY --pack NUMBER');
}

async function sweep(config: string | undefined, options: SweepOptions, quantaVersion: string): Promise<number> {
  const signals = stopOnSignals();
  try {
    const request = { config, directory: options.dir, runsFolder: RUNS_FOLDER };
    return await sweepOpened(await openSweep(request, originOf(options, quantaVersion)), options, signals.requested);
  } finally {
    signals.release();
  }
}

function originOf(options: SweepOptions, quantaVersion: string): RunOrigin {
  return {
    provider: options.provider,
    setting: providerSetting(process.env),
    program: THIS_PROGRAM,
    trying: showTrial,
    folders: modelFolders(),
    quantaVersion,
    now: new Date(performance.timeOrigin),
  };
}

async function sweepOpened(open: OpenSweep, options: SweepOptions, stopRequested: () => boolean): Promise<number> {
  const terminal = options.json ? new SweepJson(open.directory) : new SweepTerminal(open);
  try {
    const { state } = await runSweep(open, terminal, stopRequested, (says) => {
      return executorOf(open, says, (trial, progress) => terminal.progress(trial, progress));
    });
    const exitCode = state === 'done' ? EXIT.done : EXIT.interrupted;
    terminal.finish(state, exitCode);
    return exitCode;
  } catch (error) {
    terminal.finish('failed', exitCodeOf(error));
    throw error;
  }
}
