import { Option, type Command } from 'commander';
import { UserError } from '../core/errors';
import { doctorLines } from '../core/run/doctorText';
import { runDoctor } from '../runtime/providers/doctor';
import { EXIT } from './exitCodes';
import { installCuda, removeCuda } from './installCuda';
import { modelFolders, THIS_PROGRAM } from './places';
import { printJson, printLines, showTrial } from './print';

interface DoctorOptions {
  readonly json?: boolean;
  readonly installCuda?: boolean;
  readonly removeCuda?: boolean;
  readonly feed?: string;
}

/** `quanta doctor` */
export function addDoctorCommand(program: Command, version: string, finish: (exitCode: number) => void): void {
  program
    .command('doctor')
    .description('what this machine has to train on, and what it lacks; tries each execution provider for a second')
    .option('--json', 'print one JSON object')
    .option('--install-cuda', "install ONNX Runtime's CUDA provider (Linux x64)")
    .addOption(new Option('--remove-cuda', 'remove it again').conflicts('installCuda'))
    .option('--feed <url>', 'NuGet feed to install it from (default: nuget.org, or the environment’s QUANTA_CUDA_FEED)')
    .action(async (options: DoctorOptions) => finish(await doctor(options, version)));
}

async function doctor(options: DoctorOptions, quantaVersion: string): Promise<number> {
  if (options.installCuda) return installCuda(options);
  if (options.feed !== undefined) throw new UserError('--feed says where --install-cuda installs from: give both');
  if (options.removeCuda) return removeCuda(options);
  const report = await runDoctor({
    provider: undefined,
    program: THIS_PROGRAM,
    trying: showTrial,
    folders: modelFolders(),
    quantaVersion,
    now: new Date(),
  });
  if (options.json) printJson(report);
  else printLines(doctorLines(report));
  return EXIT.done;
}
