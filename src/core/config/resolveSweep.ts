import { searchSpace, type Dimension, type SearchSpace, type TrialParameters } from '../sweep/searchSpace';
import { writtenSpace } from './namedSpaces';
import { parseConfig, type ParsedConfig } from './parseConfig';
import type { ParsedSweep } from './parseSweep';
import type { SaeConfig } from './saeConfig';
import { wholeKeys } from './searchSpaceKeys';
import type { ObjectiveName, Strategy, SweepConfig } from './sweepConfig';
import { sweepKeys } from './sweepKeys';

/** A sweep with every value filled in, but those that its trials leave to their preset and model. */
export interface ResolvedSweep {
  /** What all trials share, as a training config has it. */
  readonly base: SaeConfig;
  readonly space: SearchSpace;
  readonly strategy: Strategy;
  readonly searchSeed: number;
  readonly objectives: readonly ObjectiveName[];
  /** Trials: null for as many as there are combinations. */
  readonly limits: {
    readonly trials: number | null;
    readonly minutes: number | null;
    readonly patience: number | null;
  };
  /** Null where every trial is trained to its end. */
  readonly halving: { readonly minEpochs: number; readonly reduction: number } | null;
  /** Trials that are chosen, and where they can be trained, at a time. */
  readonly together: number;
  readonly executor: 'local' | 'slurm';
  readonly slurm: NonNullable<SweepConfig['slurm']>;
  /** What is computed at the end of the best trial, or of those on the front. */
  readonly analyse: NonNullable<SaeConfig['analyse']>;
}

/** Trials of a sweep that says neither how many nor to try a grid. */
const DEFAULT_TRIALS = 50;
const DEFAULT_SEARCH_SEED = 673023;
const DEFAULT_REDUCTION = 3;

/** What a sweep does, with its defaults filled in. */
export function resolveSweep({ config }: ParsedSweep): ResolvedSweep {
  const space = dimensionsOf(config);
  const strategy = config.strategy ?? (space.every(({ kind }) => kind === 'choice') ? 'grid' : 'bayesian');
  const { objective = 'score', limits = {}, halving } = config;
  return {
    base: baseOf(config),
    space,
    strategy,
    searchSeed: config.search_seed ?? DEFAULT_SEARCH_SEED,
    objectives: typeof objective === 'string' ? [objective] : objective,
    limits: {
      trials: limits.trials ?? (strategy === 'grid' ? null : DEFAULT_TRIALS),
      minutes: limits.minutes ?? null,
      patience: limits.patience ?? null,
    },
    halving: halving ? { minEpochs: halving.min_epochs ?? 1, reduction: halving.reduction ?? DEFAULT_REDUCTION } : null,
    together: config.together ?? (strategy === 'bayesian' ? 4 : 16),
    executor: config.executor ?? 'local',
    slurm: config.slurm ?? {},
    analyse: config.analyse ?? 'statistics',
  };
}

/**
 * The training config of one trial. Its paths are relative to the sweep's file, whose name it goes by; the statistics of
 * neurons are computed of the best trials only, at the end of the sweep.
 */
export function trialConfig({ document }: ParsedSweep, { base }: ResolvedSweep, params: TrialParameters): ParsedConfig {
  const config = { ...base, ...params, analyse: 'none' };
  return parseConfig(JSON.stringify(config, null, 2) + '\n', document.file);
}

function dimensionsOf({ space }: SweepConfig): SearchSpace {
  const isWhole = (key: string) => (wholeKeys as readonly string[]).includes(key);
  const entries = Object.entries(writtenSpace(space));
  return searchSpace(
    entries.map(([key, entry]): Dimension => {
      if (Array.isArray(entry)) return { key, kind: 'choice', values: entry };
      return {
        key,
        kind: 'range',
        min: entry.min,
        max: entry.max,
        scale: entry.scale ?? 'linear',
        whole: isWhole(key),
      };
    }),
  );
}

function baseOf(config: SweepConfig): SaeConfig {
  const isTrials = (key: string) => !Object.hasOwn(sweepKeys, key) && key !== '$schema' && key !== 'analyse';
  const shared = Object.fromEntries(Object.entries(config).filter(([key]) => isTrials(key)));
  return { ...(shared as Omit<SaeConfig, 'kind'>), kind: 'sae' };
}
