import { Option, type Command } from 'commander';
import type { Provider } from '../core/config/saeConfig';
import { saeKeys } from '../core/config/saeKeys';
import { providerSetting } from '../core/run/askedProvider';
import { openRun, type OpenRun } from '../runtime/openRun';
import { trainRun } from '../runtime/trainRun';
import { EXIT, exitCodeOf } from './exitCodes';
import { JsonReporter } from './jsonReporter';
import { modelFolders, RUNS_FOLDER, THIS_PROGRAM } from './places';
import { showTrial } from './print';
import { stopOnSignals } from './signals';
import { TerminalReporter } from './terminalReporter';

interface TrainOptions {
  readonly run?: string;
  readonly provider?: Provider;
  readonly json?: boolean;
}

/** `quanta train` */
export function addTrainCommand(program: Command, version: string, finish: (exitCode: number) => void): void {
  program
    .command('train')
    .description('train a sparse autoencoder, or resume an unfinished run')
    .argument('[config]', "config file, *.quanta.json (default: what the run's request.json asks for)")
    .option('--run <directory>', `directory of the run, to begin or to resume (default: a new one in ${RUNS_FOLDER})`)
    .addOption(
      new Option(
        '--provider <name>',
        "execution provider; wins over the config's, and that over QUANTA_PROVIDER's",
      ).choices(saeKeys.provider.options),
    )
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', EXIT_CODES)
    .action(async (config: string | undefined, options: TrainOptions) => {
      finish(await train(config, options, version));
    });
}

const EXIT_CODES = `
Exit codes: 0 trained to the end, 2 wrong input, 1 failure, 130 stopped (Ctrl-C, or a file named "stop" in the run's
directory). A stopped run keeps what it has learned; quanta train --run DIRECTORY goes on with it.`;

async function train(config: string | undefined, options: TrainOptions, quantaVersion: string): Promise<number> {
  const now = new Date(performance.timeOrigin);
  const signals = stopOnSignals();
  try {
    const request = { config, run: options.run, runsFolder: RUNS_FOLDER };
    const origin = {
      provider: options.provider,
      setting: providerSetting(process.env),
      program: THIS_PROGRAM,
      trying: showTrial,
      folders: modelFolders(),
      quantaVersion,
      now,
    };
    return await trainOpened(await openRun(request, origin), options, signals.requested);
  } finally {
    signals.release();
  }
}

async function trainOpened(run: OpenRun, options: TrainOptions, stopRequested: () => boolean): Promise<number> {
  const terminal = options.json ? new JsonReporter(run.directory) : new TerminalReporter(run);
  try {
    const { state } = await trainRun(run, terminal, stopRequested);
    const exitCode = state === 'done' ? EXIT.done : EXIT.interrupted;
    terminal.finish(state, exitCode);
    return exitCode;
  } catch (error) {
    terminal.finish('failed', exitCodeOf(error));
    throw error;
  }
}
