import type { Command } from 'commander';
import { BEST_PARAMETERS, exportSweep } from '../runtime/notebookSweep/exportSweep';
import { EXIT } from './exitCodes';
import { shownPath } from './places';
import { printJson, printLines } from './print';

interface Options {
  readonly out: string;
  readonly json?: boolean;
}

/** `quanta export` */
export function addExportCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('export')
    .description("write the finished trials of a sweep as the notebook's library keeps them, for PyTorch")
    .argument('<sweep>', "the sweep's directory")
    .requiredOption('--out <folder>', 'a new folder for sae_<8 hex>.json and .pth of each trial')
    .option('--json', 'print JSON')
    .action(async (sweep: string, options: Options) => {
      finish(await run(sweep, options));
    });
}

async function run(sweep: string, { out, json }: Options): Promise<number> {
  const exported = await exportSweep(sweep, out);
  const { written, left } = exported;
  if (json) printJson(exported);
  else {
    printLines([
      `${written.length} of ${written.length + left.length} finished trials are in ${shownPath(out)}` +
        (written.length > 0 ? `; the parameters of the lowest score in ${BEST_PARAMETERS}` : ''),
      ...written.flatMap(({ trial, stem, collidesWith }) =>
        collidesWith === null
          ? []
          : [`Trial ${trial} is ${stem}: to three digits its parameters are those of trial ${collidesWith}`],
      ),
      ...left.map(({ trial, reason }) => `Trial ${trial} is left out: ${reason}`),
    ]);
  }
  return written.length > 0 ? EXIT.done : EXIT.failure;
}
