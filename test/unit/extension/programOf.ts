import { join } from 'node:path';
import { NodeFinder } from '../../../src/extension/training/nodeFinder';
import { QuantaProgram } from '../../../src/extension/training/quantaProgram';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

/** A program of these lines in place of the command line's. */
export async function programOf(script: string, environment: NodeJS.ProcessEnv = process.env): Promise<QuantaProgram> {
  const cli = await writeAt(join(await temporaryFolder(), 'quanta.cjs'), script);
  return new QuantaProgram(cli, new NodeFinder(), () => process.execPath, environment);
}
