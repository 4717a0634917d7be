import type { Command } from 'commander';
import { importSweep } from '../runtime/notebookSweep/importSweep';
import { closeSweep, openSweep } from '../runtime/sweep/openSweep';
import { EXIT } from './exitCodes';
import { modelFolders, RUNS_FOLDER, shownPath, THIS_PROGRAM } from './places';
import { printJson, printLines } from './print';

interface Options {
  readonly dir?: string;
  readonly json?: boolean;
}

/** `quanta import` */
export function addImportCommand(program: Command, version: string, finish: (exitCode: number) => void): void {
  program
    .command('import')
    .description("take what the notebook's library has trained into a sweep, as trials that are finished")
    .argument('<folder>', 'the folder with sae_<8 hex>.json and .pth of each trial')
    .argument('[config]', 'config file of a sweep to begin with them, *.quanta.json')
    .option('--dir <directory>', `directory of the sweep, begun already or not (default: a new one in ${RUNS_FOLDER})`)
    .option('--json', 'print JSON')
    .addHelpText('after', WHAT_FILES_SAY)
    .action(async (folder: string, config: string | undefined, options: Options) => {
      finish(await run(folder, config, options, version));
    });
}

const WHAT_FILES_SAY = `
The files say neither model nor layer, positions, data and seed: by importing them you say that these are the sweep's.
What they do say has to be in the sweep's space, or what its config has. Nothing is trained: quanta sweep --dir DIRECTORY
goes on with the sweep.`;

async function run(
  folder: string,
  config: string | undefined,
  { dir, json }: Options,
  quantaVersion: string,
): Promise<number> {
  const sweep = await openSweep(
    { config, directory: dir, runsFolder: RUNS_FOLDER },
    {
      // Nothing is trained, so that no other needs to be tried.
      provider: 'cpu',
      program: THIS_PROGRAM,
      folders: modelFolders(),
      quantaVersion,
      now: new Date(performance.timeOrigin),
    },
  );
  const { directory, record } = sweep;
  try {
    const files = await importSweep(sweep, folder);
    const taken = files.filter((file) => 'trial' in file);
    if (json) printJson({ sweep: directory, files });
    else {
      const { first, model } = record;
      printLines([
        ...files.map((file) =>
          'trial' in file ? `${file.file}: trial ${file.trial}` : `${file.file}: left out: ${file.reason}`,
        ),
        `${taken.length} of ${files.length} trials are in ${shownPath(directory)}, taken to be of ${model.name}, layer ` +
          `${first.layer_num}, positions ${String(first.positions)}, preset ${first.preset}, seed ${first.seed}`,
      ]);
    }
    return taken.length > 0 ? EXIT.done : EXIT.wrongInput;
  } finally {
    await closeSweep(sweep);
  }
}
