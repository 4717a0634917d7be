import type { ResolvedConfig } from '../config/saeConfig';

/** SHA-256 of the files that a trial reads. */
export interface TrialSources {
  readonly model: string;
  readonly questions: string | null;
  readonly initFrom: string | null;
}

/** What decides where and how fast a trial is trained and what is looked at afterwards, not what it comes to. */
const BESIDE_THE_RESULT: readonly string[] = ['kind', 'provider', 'device', 'analyse', 'watch_neurons'];

/**
 * A text that is the same for trials that train the same: of the model's hash, layer, data and all parameters. Files
 * count by what is in them, wherever they lie. Hashed, it is the key that a ledger knows a trial by.
 */
export function trialIdentity(config: ResolvedConfig, sources: TrialSources): string {
  const values: Readonly<Record<string, unknown>> = {
    ...config,
    model: sources.model,
    questions: sources.questions,
    init_from: sources.initFrom,
  };
  const keys = Object.keys(values).filter((key) => !BESIDE_THE_RESULT.includes(key));
  return JSON.stringify(keys.toSorted().map((key) => [key, canonical(values[key])]));
}

/** With the keys of objects in order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, canonical(inner)]);
}
