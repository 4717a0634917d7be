import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { messageOf, UserError } from '../core/errors';
import { addAnalyseCommand } from './analyse';
import { addAskCommand } from './ask';
import { addDoctorCommand } from './doctor';
import { addEmbedCommand } from './embed';
import { EXIT, exitCodeOf } from './exitCodes';
import { addExportCommand } from './exportSweep';
import { addImportCommand } from './importSweep';
import { addMeasureCommand } from './measure';
import { addModelsCommand } from './models';
import { addRunsCommand } from './runs';
import { addSweepCommand } from './sweep';
import { addTrainCommand } from './train';
import { addTrialCommand } from './trial';
import { addTryCommand } from './try';

async function main(): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command('quanta')
    .description('Trains sparse autoencoders on arithmetic transformers.')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  const finish = (code: number) => (exitCode = code);
  addTrainCommand(program, version, finish);
  addSweepCommand(program, version, finish);
  addAnalyseCommand(program, finish);
  addTryCommand(program);
  addEmbedCommand(program, finish);
  addExportCommand(program, finish);
  addImportCommand(program, version, finish);
  addModelsCommand(program);
  addAskCommand(program);
  addMeasureCommand(program, finish);
  addRunsCommand(program);
  addDoctorCommand(program, version, finish);
  addTrialCommand(program, finish);
  try {
    // Commander would take Electron for an app, without a script among its arguments; here it runs as Node.
    await program.parseAsync(process.argv, { from: 'node' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own message already; asking for help or the version is no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongInput;
    const trace = error instanceof UserError || !(error instanceof Error) ? undefined : error.stack;
    process.stderr.write(`${process.env.QUANTA_DEBUG && trace ? trace : messageOf(error)}\n`);
    return exitCodeOf(error);
  }
}

// Output that nobody reads any more (`| head`, a closed terminal) or that finds no room ends no run: its directory has it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
// Setting the code, rather than exiting, lets output that is still being written reach a pipe.
void main().then((code) => (process.exitCode = code));
