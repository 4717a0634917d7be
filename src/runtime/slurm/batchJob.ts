import type { ResolvedSweep } from '../../core/config/resolveSweep';
import type { PackJob } from '../../core/sweep/packFile';
import { logPath, scriptPath } from './packStore';

type SlurmKeys = ResolvedSweep['slurm'];

/** The arguments of `sbatch` for an array of tasks, each of which trains a pack. */
export function batchArguments(sweep: string, { name, first, tasks }: PackJob, slurm: SlurmKeys): string[] {
  const width = slurm.array_width === undefined ? '' : `%${slurm.array_width}`;
  return [
    `--job-name=${name}`,
    `--array=0-${tasks - 1}${width}`,
    '--nodes=1',
    '--ntasks=1',
    // A task that its node has taken along begins again, and its trials go on from their checkpoints.
    '--requeue',
    '--open-mode=append',
    `--chdir=${sweep}`,
    `--output=${logPath(sweep.replaceAll('%', '%%'), first, '%a')}`,
    ...(slurm.partition === undefined ? [] : [`--partition=${slurm.partition}`]),
    ...(slurm.gpus === undefined || slurm.gpus === 0 ? [] : [`--gres=gpu:${slurm.gpus}`]),
    ...(slurm.time === undefined ? [] : [`--time=${slurm.time}`]),
    scriptPath(sweep, first),
  ];
}

/** The script that each task of the array runs. */
export function batchScript(sweep: string, { first }: PackJob, slurm: SlurmKeys, program: readonly string[]): string {
  const command = [...program, 'sweep', sweep, '--pack'].map(quoted).join(' ');
  const setup =
    slurm.setup === undefined
      ? ''
      : `${slurm.setup}\nif [ "$?" -ne 0 ]; then echo "quanta: the line slurm.setup of the config failed" >&2; exit 1; fi\n`;
  // As a log-in shell, in which clusters define what set-up lines call, such as \`module\`.
  return `#!/bin/bash -l
# Trains a pack of trials of a sweep of Quanta; made by quanta sweep.
${setup}exec ${command} "$((${first} + SLURM_ARRAY_TASK_ID))"
`;
}

/** As one word of a shell, whatever it consists of. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
