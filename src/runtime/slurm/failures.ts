import { UserError } from '../../core/errors';

/** Slurm does not answer now; it may later. */
export class UnansweredError extends UserError {}

const UNANSWERED =
  /unable to contact slurm controller|connection refused|socket timed out|connect failure|zero bytes were transmitted/i;

const NO_CONTROLLER =
  "the cluster's controller does not answer: try again later; scontrol ping says whether it is there";

/** Why none of Slurm's programs starts. */
export const NO_SLURM =
  'there is no such program here: start the sweep on a machine from which jobs are submitted, such as the log-in node ' +
  'of a cluster, or set "executor" to "local"';

/** What Slurm says, and what to do about it; the first that fits counts. */
const FAILURES: readonly (readonly [RegExp, string])[] = [
  [
    /partition not available|inactive or drain/i,
    'the partition takes no jobs now; name another one as "slurm.partition"',
  ],
  [
    /user'?s group not permitted/i,
    'you may not use this partition: name another one as "slurm.partition", or ask who runs the cluster',
  ],
  [
    /invalid account or account\/partition/i,
    'name an account that you may use on this partition in the environment variable SBATCH_ACCOUNT',
  ],
  [/invalid qos/i, 'name a quality of service that you have in the environment variable SBATCH_QOS'],
  [/partition name|invalid partition/i, 'there is no such partition: "slurm.partition" has to be one that sinfo lists'],
  [
    /accounting\/qos policy|qosmax|assoc(max|grp)|job violates/i,
    'the job asks for more than your account may have: make "slurm.time", "slurm.gpus" or "slurm.array_width" smaller',
  ],
  [
    /time limit is invalid|requested time limit|partitiontimelimit|invalid --time/i,
    'make "slurm.time" no longer than the time limit of the partition, which sinfo lists',
  ],
  [
    /gres|gpu/i,
    'the cluster, or this partition, has no node with as many GPUs as "slurm.gpus" asks for; sinfo --format="%P %G" lists them',
  ],
  [
    /job array specification/i,
    'a round of the sweep is more tasks than the cluster allows in an array (MaxArraySize in scontrol show config): make ' +
      '"slurm.array_width" or "together" smaller',
  ],
  [
    /node configuration is not available|badconstraints|more processors requested|memory specification|partitionnodelimit/i,
    'no node of the partition has what is asked for: look at "slurm.gpus" and at environment variables that begin with SBATCH_',
  ],
  [UNANSWERED, "the cluster's controller does not answer: try again later; scontrol ping says whether it is there"],
  [
    /configuration source|cannot stat file|clustername needs|unable to process configuration/i,
    'Slurm is installed here and knows of no cluster: start the sweep on the log-in node of one',
  ],
  [/munge|authentication|credential/i, 'the cluster does not know this machine: start the sweep on its log-in node'],
  [
    /access\/permission denied|permission denied|not permitted/i,
    'the cluster does not let you submit jobs; ask who runs it',
  ],
  [
    /job\w* submit\w* limit|limit.*(jobs|submit)/i,
    'there are as many jobs as you may have: wait until some have ended',
  ],
  [/batch script|script.*(size|empty)|pathname/i, 'Slurm could not read the script'],
];

/** The error of a program of Slurm that has failed, by what it was to do and what it printed. */
export function slurmError(what: string, printed: string): UserError {
  const message = `${what}: ${explainFailure(printed)}`;
  return UNANSWERED.test(printed) ? new UnansweredError(message) : new UserError(message);
}

/** The error where Slurm says only that it could not ask its controller. */
export function unanswered(what: string, said: string): UnansweredError {
  return new UnansweredError(`${what}: ${said}\n${NO_CONTROLLER}`);
}

/** What Slurm printed when it failed, in a line, and what to do about it where that is known. */
export function explainFailure(printed: string): string {
  const lines = printed
    .split('\n')
    .map((line) => line.trim().replace(/^\w+: (error|fatal): /, ''))
    .filter((line) => line !== '' && !/retrying|may take some time/i.test(line));
  const said = [...new Set(lines)].join('; ');
  const help = FAILURES.find(([pattern]) => pattern.test(said))?.[1];
  return help === undefined ? said : `${said}\n${help}`;
}

/** Reasons for which a task would wait until somebody changes the job or the cluster. */
const HOPELESS = new Set([
  'PartitionTimeLimit',
  'PartitionNodeLimit',
  'BadConstraints',
  'AccountNotAllowed',
  'QOSNotAllowed',
  'InvalidAccount',
  'InvalidQOS',
  'DependencyNeverSatisfied',
]);

/** Why a task that waits would never start; undefined where it may. */
export function whyHopeless(reason: string | null): string | undefined {
  if (reason === null || !HOPELESS.has(reason)) return undefined;
  const known: Readonly<Record<string, string>> = {
    AccountNotAllowed: 'Invalid account or account/partition',
    InvalidAccount: 'Invalid account or account/partition',
    QOSNotAllowed: 'Invalid qos',
    InvalidQOS: 'Invalid qos',
  };
  const help = FAILURES.find(([pattern]) => pattern.test(known[reason] ?? reason))?.[1];
  return help === undefined ? reason : `${reason}\n${help}`;
}
