import { mkdir } from 'node:fs/promises';
import { trialOutcomeSchema, type TrialOutcome } from '../core/sweep/trialOutcome';
import { writeJsonAtomically } from './atomicFile';
import { fileExists } from './fileExists';
import { readJson } from './jsonFile';
import { trialPaths } from './sweepDirectory';

/**
 * Reads `outcome.json` of a trial; undefined where nothing has become of it yet.
 * @throws UserError naming the file where it is broken
 */
export async function readOutcome(run: string): Promise<TrialOutcome | undefined> {
  const { outcome } = trialPaths(run);
  return (await fileExists(outcome)) ? readJson(outcome, trialOutcomeSchema) : undefined;
}

/** Replaces `outcome.json` of a trial, so that a reader sees the old one or the new one, whole. */
export async function writeOutcome(run: string, outcome: TrialOutcome): Promise<void> {
  await mkdir(run, { recursive: true });
  await writeJsonAtomically(trialPaths(run).outcome, outcome);
}
