import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../../src/core/errors';
import { printNotMeasured, progress } from './table';

const run = promisify(execFile);

/** Of several Pythons the first of each version of PyTorch; says of one without PyTorch that it is not measured. */
export async function pythonsWithTorch(pythons: readonly string[]): Promise<string[]> {
  const byVersion = new Map<string, string>();
  for (const python of pythons) {
    try {
      const { stdout } = await run(python, ['-c', 'import torch; print(torch.__version__)']);
      const version = stdout.trim();
      if (byVersion.has(version)) progress(`${python} has PyTorch ${version}, which ${byVersion.get(version)} has too`);
      else byVersion.set(version, python);
    } catch (error) {
      printNotMeasured(`PyTorch of ${python}`, messageOf(error).trim().split('\n').at(-1)!);
    }
  }
  return [...byVersion.values()];
}
