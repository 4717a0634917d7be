import * as z from 'zod';
import { objectiveNames } from '../config/sweepKeys';

const parameter = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]);

/** The values of a trial's searched keys, as files have them. */
export const parametersSchema = z.record(z.string(), parameter);
/** What a trial came to; null where it could not be measured or was not finite. */
export const objectivesSchema = z.partialRecord(z.enum(objectiveNames), z.number().nullable());

/**
 * - `running`: it was begun, or goes on.
 * - `paused`: it waits at a rung for whether it goes on.
 * - `pruned`: it waited at a rung, and the sweep ended.
 * - `stopped`: it was stopped with the sweep, and goes on with it.
 * - `done`, `failed`: it is over.
 */
const trialState = z.enum(['running', 'paused', 'pruned', 'stopped', 'done', 'failed']);

/** A line of `ledger.jsonl`: what has become of a trial. */
export const ledgerLineSchema = z.object({
  /** From 0, in the order in which trials were chosen. */
  trial: z.int().min(0),
  state: trialState,
  params: parametersSchema,
  /** What it came to, or at a rung has come to so far; null while nothing is known. */
  objective: objectivesSchema.nullable(),
  /** Its run, relative to the sweep's directory. */
  run: z.string(),
  /** SHA-256 of all that decides what it trains: see `trialIdentity.ts`. */
  key: z.hex().length(64),
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  /**
   * Of a trial that is begun, or goes on from a rung: the round, from 0, in which it is trained. All of a round are
   * chosen before any of them is trained, and the next round is chosen when all of them have ended: what is chosen
   * follows from the ledger, however often the process that chooses dies.
   */
  round: z.int().min(0).exactOptional(),
  /** Epochs trained where it was paused. */
  epoch: z.int().min(1).exactOptional(),
  /** Why it failed. */
  error: z.string().exactOptional(),
});

export type LedgerLine = z.infer<typeof ledgerLineSchema>;
export type TrialState = z.infer<typeof trialState>;
