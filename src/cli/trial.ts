import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { messageOf } from '../core/errors';
import { runTrial, trialRequestSchema } from '../runtime/providers/trial';
import type { TrialLine } from '../runtime/providers/trialProcess';
import { EXIT } from './exitCodes';
import { printJson } from './print';

/** `quanta trial`, which no user is meant to run: Quanta starts it to try a provider in a process of its own. */
export function addTrialCommand(program: Command, finish: (exitCode: number) => void): void {
  program.command('trial', { hidden: true }).action(async () => finish(await trial()));
}

/** Reads the request as one line from its input; once that is closed, nobody waits for it any more. */
async function trial(): Promise<number> {
  // Ctrl-C in a terminal is for the process that waits for this one.
  process.on('SIGINT', () => undefined);
  const input = createInterface({ input: process.stdin });
  const abandoned = () => process.exit(EXIT.failure);
  const say = (line: TrialLine) => printJson(line);
  try {
    const line = await new Promise<string>((resolve) => input.once('line', resolve).once('close', abandoned));
    await runTrial(trialRequestSchema.parse(JSON.parse(line)), say);
    return EXIT.done;
  } catch (error) {
    say({ kind: 'failure', message: messageOf(error) });
    return EXIT.failure;
  } finally {
    input.off('close', abandoned).close();
    process.stdin.destroy();
  }
}
