import * as z from 'zod';
import { UnansweredError } from './failures';

/** A task of a cluster, as its queue has it. */
export interface QueuedTask {
  /** Slurm's first word for its state: PENDING, RUNNING, COMPLETED, NODE_FAIL, … */
  readonly state: string;
  /** Why it waits or ended; null where Slurm says nothing that counts. */
  readonly reason: string | null;
  /** Where it runs or ran. */
  readonly node: string | null;
  /** How it ended, as far as it has. */
  readonly exit: { readonly code: number; readonly signal: number };
}

/** What is known of one job: of each of its tasks, and of those that have not begun and are not told apart. */
interface QueuedJob {
  readonly tasks: Map<number, QueuedTask>;
  waiting: { readonly task: QueuedTask; has(index: number): boolean } | undefined;
}

// Since version 23.02 numbers are written as objects, and states as lists.
const number = z
  .union([
    z.number(),
    z.object({ set: z.boolean(), number: z.number() }).transform(({ set, number }) => (set ? number : null)),
  ])
  .nullable()
  .catch(null);
const words = z.union([z.string().transform((word) => [word]), z.array(z.string())]);
const exitCode = z.union([
  // As wait(2) has it.
  z.number().transform((status) => ({ code: status >> 8, signal: status & 127 })),
  z
    .object({ return_code: number, signal: z.object({ id: number }) })
    .transform(({ return_code, signal }) => ({ code: return_code ?? 0, signal: signal.id ?? 0 })),
]);

const jobSchema = z.object({
  job_id: z.int(),
  array_job_id: number,
  array_task_id: number,
  array_task_string: z.string().nullable().catch(null),
  name: z.string(),
  job_state: words,
  state_reason: z.string().catch('None'),
  nodes: z.string().nullable().catch(null),
  exit_code: exitCode.catch({ code: 0, signal: 0 }),
});

type JobRecord = z.infer<typeof jobSchema>;

const failureSchema = z.object({ description: z.string().catch(''), error: z.string().catch('') });
const queueSchema = z.object({ jobs: z.array(jobSchema), errors: z.array(failureSchema).catch([]) });

/** Tasks that may still run, or run again; any other word is of one that has ended. */
const ALIVE = new Set([
  'PENDING',
  'CONFIGURING',
  'RUNNING',
  'COMPLETING',
  'SUSPENDED',
  'STOPPED',
  'SIGNALING',
  'STAGE_OUT',
  'RESIZING',
  'REQUEUED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'RESV_DEL_HOLD',
  'SPECIAL_EXIT',
]);

export function isAlive({ state }: QueuedTask): boolean {
  return ALIVE.has(state);
}

/** What `squeue --json` says, of the jobs of all of whom it says anything. */
export class Queue {
  private readonly jobs = new Map<number, QueuedJob>();
  private readonly byName = new Map<string, number>();

  private constructor(records: readonly JobRecord[]) {
    for (const record of records) this.add(record);
  }

  /**
   * @throws UnansweredError where the answer is that there is none: squeue then ends well, with a list of no jobs
   * @throws Error where the text is no answer of `squeue --json`
   */
  static parse(text: string): Queue {
    const { jobs, errors } = queueSchema.parse(JSON.parse(text));
    const [failure] = errors;
    if (failure !== undefined) throw new UnansweredError(`${failure.description} (${failure.error})`);
    return new Queue(jobs);
  }

  /** A task of an array; undefined where it is not, or no longer, in the queue. */
  task(job: number, index: number): QueuedTask | undefined {
    const { tasks, waiting } = this.jobs.get(job) ?? {};
    return tasks?.get(index) ?? (waiting?.has(index) ? waiting.task : undefined);
  }

  /** The number of the job with a name. */
  named(name: string): number | undefined {
    return this.byName.get(name);
  }

  private add(record: JobRecord): void {
    // The last task of an array to begin has the array's number as its own; all of them name that.
    const id = record.array_job_id === null || record.array_job_id === 0 ? record.job_id : record.array_job_id;
    const job = this.jobs.get(id) ?? { tasks: new Map<number, QueuedTask>(), waiting: undefined };
    this.jobs.set(id, job);
    this.byName.set(record.name, id);
    const task = taskOf(record);
    if (record.array_task_id !== null) job.tasks.set(record.array_task_id, task);
    else if (record.array_task_string) job.waiting = { task, has: indexesOf(record.array_task_string) };
  }
}

function taskOf({ job_state, state_reason, nodes, exit_code }: JobRecord): QueuedTask {
  // With COMPLETING a task's end is said, too, but its processes may still be there.
  const state = job_state.includes('COMPLETING') ? 'COMPLETING' : (job_state[0] ?? 'UNKNOWN');
  // What a task waited for stays in the record while it runs.
  const isOver = state === 'RUNNING' || state === 'COMPLETING' || state === 'COMPLETED';
  const reason = isOver || state_reason === 'None' || state_reason === '' ? null : state_reason;
  return { state, reason, node: nodes === '' ? null : nodes, exit: exit_code };
}

/** Whether an index is one of a list such as `0,2,4-7:2%3`; a long list is cut off, and then every other may be one. */
function indexesOf(text: string): (index: number) => boolean {
  const [list] = text.replaceAll(/[[\]]/g, '').split('%') as [string];
  const ranges = list.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(part.trim());
    if (match === null) return [];
    const first = Number(match[1]);
    return [{ first, last: Number(match[2] ?? first), step: Number(match[3] ?? 1) }];
  });
  const isCut = list.includes('...');
  return (index) =>
    isCut || ranges.some(({ first, last, step }) => index >= first && index <= last && (index - first) % step === 0);
}
