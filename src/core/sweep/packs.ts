/** A trial that is to be trained, as far as training it with others goes. */
export interface PackedTrial {
  readonly trial: number;
  /** The same for trials that can be trained together: see `togetherKey.ts`. */
  readonly key: string;
  /** Bytes that it needs for itself; in a pack, each needs as many as the largest. */
  readonly ownBytes: number;
  /** Bytes that a pack needs once, whatever its size. */
  readonly sharedBytes: number;
}

/** Trials to train together, or one that is trained alone, and then why. */
export interface Pack {
  readonly trials: readonly number[];
  readonly alone: string | null;
}

/**
 * Packs of trials that can be trained together and fit into memory, in the order of their first trials. Trials of like
 * sizes go together, since all of a pack are filled up to the largest.
 *
 * @param most trials in a pack
 */
export function packsOf(trials: readonly PackedTrial[], availableBytes: number, most: number): Pack[] {
  const keys = new Set(trials.map(({ key }) => key));
  const packs = [...keys].flatMap((key) => {
    return packsOfGroup(
      trials.filter((trial) => trial.key === key),
      availableBytes,
      most,
    );
  });
  return packs.toSorted((a, b) => a.trials[0]! - b.trials[0]!);
}

function packsOfGroup(group: readonly PackedTrial[], available: number, most: number): Pack[] {
  const left = group.toSorted((a, b) => b.ownBytes - a.ownBytes || a.trial - b.trial);
  const packs: Pack[] = [];
  while (left.length > 0) {
    const { ownBytes, sharedBytes } = left[0]!;
    const fitting = Math.floor((available - sharedBytes) / ownBytes);
    const pack = left.splice(0, Math.max(1, Math.min(fitting, most)));
    const trials = pack.map(({ trial }) => trial).toSorted((a, b) => a - b);
    packs.push({ trials, alone: trials.length > 1 ? null : reasonAlone(group.length, fitting, most) });
  }
  return packs;
}

function reasonAlone(alike: number, fitting: number, most: number): string {
  if (alike === 1) return 'no other trial sees the same rows of the same model in a graph of the same form';
  if (most < 2) return 'trials are trained one by one';
  if (fitting < 2) return 'there is not enough memory for two';
  return 'it is the last one of its kind';
}
