import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { placementSchema, precisionErrorSchema, trialSchema, type Trial } from '../../core/run/providerRecord';
import { failureText } from './failureText';
import type { TrialRequest } from './trial';

/** What the process of a trial prints, a line of JSON each, in this order; then it ends. */
const trialLineSchema = z.discriminatedUnion('kind', [
  /** The first step has been made. */
  z.strictObject({ kind: z.literal('step') }),
  z.strictObject({ kind: z.literal('speed'), trial: trialSchema }),
  z.strictObject({ kind: z.literal('precision'), error: precisionErrorSchema }),
  z.strictObject({ kind: z.literal('placement'), placement: placementSchema }),
  /** Instead of what would have followed. */
  z.strictObject({ kind: z.literal('failure'), message: z.string() }),
]);

export type TrialLine = z.infer<typeof trialLineSchema>;

/** How a trial went. */
export type TrialOutcome =
  | { readonly works: true; readonly trial: Trial; readonly adapter: string | null }
  | { readonly works: false; readonly reason: string };

/** What is known of a trial that is not over. */
export interface TrialProgress {
  /** The GPU that a Vulkan driver has given to it, or the software that stands in for one. */
  readonly adapter: string | null;
  readonly trial: Trial | undefined;
}

/** How long each part of a trial may take, in seconds; a driver that hangs must not hold up a run for ever. */
interface TrialLimits {
  /** Up to the first step: loading libraries, compiling. */
  readonly start: number;
  /** From there to the measured speed, and again to the end. */
  readonly rest: number;
}

interface Options {
  readonly limits: TrialLimits;
  /** Asked whenever something becomes known: why to give up; undefined to go on. */
  readonly whyEnd?: (progress: TrialProgress) => string | undefined;
}

/** As the Vulkan loader says which device is used, asked by the variable below. */
const ADAPTER = /Using "(.+)" with driver: "/;
const TALKATIVE_LOADER = { VK_LOADER_DEBUG: 'driver' };

/**
 * Runs a trial in a process of its own: a provider's driver that crashes or hangs takes that one along.
 *
 * @param program the command of this program, such as `['node', 'quanta.cjs']`
 */
export function tryInProcess(
  program: readonly string[],
  request: TrialRequest,
  { limits, whyEnd }: Options,
): Promise<TrialOutcome> {
  const [command, ...args] = program;
  const child = spawn(command!, [...args, 'trial'], {
    env: { ...process.env, ...TALKATIVE_LOADER },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // One that ends before it has read the request says why by how it ends. What it reads stays open while this process
  // lives, by which it knows.
  child.stdin.on('error', () => undefined).write(`${JSON.stringify(request)}\n`);
  return new Promise((resolve) => new TrialWatch(child, limits, whyEnd, resolve));
}

/** Follows the process of a trial to its end, which it brings about where need be. */
class TrialWatch {
  private adapter: string | null = null;
  private trial: Trial | undefined;
  private failure: string | undefined;
  private said = '';
  private timer: NodeJS.Timeout;

  constructor(
    private readonly child: ChildProcess,
    private readonly limits: TrialLimits,
    private readonly whyEnd: Options['whyEnd'],
    resolve: (outcome: TrialOutcome) => void,
  ) {
    this.timer = this.limit(limits.start, `it made no step within ${limits.start} seconds`);
    createInterface({ input: child.stdout! }).on('line', (line) => this.hear(line));
    createInterface({ input: child.stderr! }).on('line', (line) => this.hearError(line));
    child.on('error', (error) => (this.failure ??= error.message));
    child.on('close', (code, signal) => {
      clearTimeout(this.timer);
      resolve(this.outcome(signal ?? code));
    });
  }

  private hear(line: string): void {
    const said = parse(line);
    if (!said || this.failure !== undefined) return;
    clearTimeout(this.timer);
    const { rest } = this.limits;
    switch (said.kind) {
      case 'step':
        this.timer = this.limit(
          rest,
          `it is too slow: after its first step it made no second one within ${rest} seconds`,
        );
        break;
      case 'speed':
        this.trial = said.trial;
        this.timer = setTimeout(() => this.child.kill('SIGKILL'), 1000 * rest);
        break;
      case 'precision':
        this.trial = { ...this.trial!, precision_error: said.error };
        this.timer = setTimeout(() => this.child.kill('SIGKILL'), 1000 * rest);
        break;
      case 'placement':
        this.trial = { ...this.trial!, placement: said.placement };
        break;
      case 'failure':
        this.failure = failureText(said.message, this.said);
    }
    this.consider();
  }

  private hearError(line: string): void {
    const adapter = ADAPTER.exec(line)?.[1];
    if (adapter === undefined) {
      this.said += `${line}\n`;
      return;
    }
    this.adapter = adapter;
    this.consider();
  }

  private consider(): void {
    if (this.failure !== undefined) return;
    this.failure = this.whyEnd?.({ adapter: this.adapter, trial: this.trial });
    if (this.failure !== undefined) this.child.kill('SIGKILL');
  }

  private limit(seconds: number, reason: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.failure ??= reason;
      this.child.kill('SIGKILL');
    }, 1000 * seconds);
  }

  private outcome(end: number | string | null): TrialOutcome {
    const { trial, adapter } = this;
    if (this.failure !== undefined) return { works: false, reason: this.failure };
    if (trial) return { works: true, trial, adapter };
    return { works: false, reason: failureText(`its process ended unexpectedly (${end})`, this.said) };
  }
}

function parse(line: string): TrialLine | undefined {
  try {
    return trialLineSchema.parse(JSON.parse(line));
  } catch {
    // Drivers may print, too.
    return undefined;
  }
}
