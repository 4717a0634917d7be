import * as z from 'zod';
import { messageOf } from '../errors';
import { ledgerLineSchema, type LedgerLine, type TrialState } from './ledgerLine';
import type { ObjectiveValues } from './objectives';
import type { TrialParameters } from './searchSpace';

/** A trial as its sweep's ledger has it. */
export interface LedgerTrial {
  readonly trial: number;
  readonly key: string;
  readonly parameters: TrialParameters;
  readonly run: string;
  readonly state: TrialState;
  /** What it came to last; null where nothing is known. */
  readonly objective: ObjectiveValues | null;
  /** What it had come to at each rung at which it was paused, in their order. */
  readonly rungs: readonly { readonly epoch: number; readonly objective: ObjectiveValues }[];
  readonly error: string | null;
  /** The last round in which it was chosen to be trained. */
  readonly round: number;
  /** The line of the ledger that ended it, from 1; null while it is not over. */
  readonly ended: number | null;
}

/** What can be read of a ledger. */
export interface Ledger {
  /** In the order of their numbers. */
  readonly trials: readonly LedgerTrial[];
  /** One message for each line that is none, or that contradicts an earlier one; such lines count for nothing. */
  readonly problems: readonly string[];
}

/** What may become of a trial in each state; nothing has become of one that is not there yet. */
const successors: Readonly<Record<TrialState | 'none', readonly TrialState[]>> = {
  none: ['running'],
  // A second time where the process that trained it died.
  running: ['running', 'paused', 'stopped', 'done', 'failed'],
  paused: ['running', 'pruned'],
  // A sweep whose limits were raised goes on.
  pruned: ['running'],
  stopped: ['running'],
  failed: ['running'],
  done: [],
};

/** Reads a ledger line by line. */
export class LedgerReading {
  private readonly trials = new Map<number, LedgerTrial>();
  private readonly numbers = new Map<string, number>();
  private readonly problems: string[] = [];
  private lines = 0;

  /** @param name the file's, for messages */
  constructor(private readonly name: string) {}

  /** Takes one line; returns what is wrong with it, in which case it counts for nothing. */
  add(text: string): string | undefined {
    this.lines++;
    const event = parseLine(text);
    const problem = typeof event === 'string' ? event : this.contradiction(event);
    if (typeof event !== 'string' && problem === undefined) {
      this.trials.set(event.trial, after(this.trials.get(event.trial), event, this.lines));
      this.numbers.set(event.key, event.trial);
      return undefined;
    }
    const message = `${this.name}:${this.lines}: ${problem ?? ''}`;
    this.problems.push(message);
    return message;
  }

  /** What the lines so far say. */
  get ledger(): Ledger {
    const trials = [...this.trials.values()].toSorted((a, b) => a.trial - b.trial);
    return { trials, problems: [...this.problems] };
  }

  private contradiction(event: LedgerLine): string | undefined {
    const before = this.trials.get(event.trial);
    const twin = this.numbers.get(event.key);
    if (before && before.key !== event.key)
      return `trial ${event.trial} is another one than before: its key has changed`;
    if (twin !== undefined && twin !== event.trial) return `trial ${event.trial} is the same as trial ${twin}`;
    if (successors[before?.state ?? 'none'].includes(event.state)) return undefined;
    const was = before ? `it was "${before.state}"` : 'it was not begun';
    return `trial ${event.trial} cannot become "${event.state}": ${was}`;
  }
}

/**
 * Reads the text of a ledger. A last line without its end was being written when its process died: it never happened.
 *
 * @param name the file's, for messages
 */
export function readLedger(text: string, name: string): Ledger {
  return readLines(text, name).ledger;
}

/** As `readLedger`, for whoever reads on. */
export function readLines(text: string, name: string): LedgerReading {
  const reading = new LedgerReading(name);
  for (const line of text.split('\n').slice(0, -1)) reading.add(line);
  return reading;
}

function parseLine(text: string): LedgerLine | string {
  try {
    const { data, error } = ledgerLineSchema.safeParse(JSON.parse(text));
    return data ?? `not a line of a ledger: ${z.prettifyError(error)}`;
  } catch (error) {
    return `not a line of a ledger: ${messageOf(error)}`;
  }
}

function after(before: LedgerTrial | undefined, event: LedgerLine, place: number): LedgerTrial {
  const rungs = before?.rungs ?? [];
  const { state, objective, epoch } = event;
  const reached = state === 'paused' && epoch !== undefined ? [{ epoch, objective: objective ?? {} }] : [];
  return {
    trial: event.trial,
    key: event.key,
    parameters: event.params,
    run: event.run,
    state,
    objective: objective ?? before?.objective ?? null,
    rungs: [...rungs, ...reached],
    error: event.error ?? null,
    round: event.round ?? before?.round ?? 0,
    ended: state === 'done' || state === 'failed' ? place : null,
  };
}
