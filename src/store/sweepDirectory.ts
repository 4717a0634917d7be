import { basename, dirname, join } from 'node:path';

/** The files and folders of a sweep. */
export interface SweepPaths {
  /** Which trials the sweep has, and what they train: see `sweepFile.ts`. */
  readonly sweep: string;
  /** What has become of each trial: see `sweepLedger.ts`. */
  readonly ledger: string;
  /** The best trial, or the front: see `bestFile.ts`. */
  readonly best: string;
  /** How much each searched key matters: see `importanceFile.ts`. */
  readonly importance: string;
  /** Trials that are to be trained by a task of a cluster, a file for each: see `packFile.ts`. */
  readonly packs: string;
  /** The runs of the trials. */
  readonly trials: string;
  /** What the process said. */
  readonly log: string;
  /** A file by whose existence a user or the editor asks the sweep to stop. */
  readonly stop: string;
  /** Which process writes the ledger, while one does. */
  readonly lock: string;
}

/** Where the files and folders of the sweep in a directory are, whether or not they exist yet. */
export function sweepPaths(directory: string): SweepPaths {
  return {
    sweep: join(directory, 'sweep.json'),
    ledger: join(directory, 'ledger.jsonl'),
    best: join(directory, 'best.json'),
    importance: join(directory, 'importance.json'),
    packs: join(directory, 'packs'),
    trials: join(directory, 'trials'),
    log: join(directory, 'log.txt'),
    stop: join(directory, 'stop'),
    lock: join(directory, 'lock'),
  };
}

/** What the coordinator of a sweep keeps in a trial's directory, beside the files of its run. */
export function trialPaths(run: string): { readonly outcome: string; readonly job: string } {
  return { outcome: join(run, 'outcome.json'), job: join(run, 'job.json') };
}

/** A trial's run, relative to the sweep's directory, as its ledger names it on every system. */
export function trialRun(trial: number): string {
  return `trials/${String(trial).padStart(4, '0')}`;
}

/** The directory of the sweep that a trial belongs to, by the trial's directory alone; undefined where it is no trial's. */
export function sweepOfTrial(directory: string): string | undefined {
  const trials = dirname(directory);
  return basename(trials) === 'trials' && /^\d{4,}$/.test(basename(directory)) ? dirname(trials) : undefined;
}
