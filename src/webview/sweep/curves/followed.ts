import { useEffect } from 'preact/hooks';
import { MOST_FOLLOWED, type TrialView } from '../../../protocol/sweep';
import { useValue } from '../../shared/useValue';
import type { PartProps } from '../partProps';
import type { Shown } from '../shown';

/** Trials whose curves are shown, and how many there would be. */
export interface Followed {
  readonly trials: readonly TrialView[];
  readonly wanted: number;
}

/** The trial that is looked at, and those chosen in the order of the table, as many as can be followed. */
export function followedOf({ rows, chosen, current }: Shown): Followed {
  const others = rows.filter(({ trial }) => chosen.has(trial) && trial !== current?.trial);
  const all = current ? [current, ...others] : others;
  return { trials: all.slice(0, MOST_FOLLOWED), wanted: all.length };
}

/** While brushing, what is chosen changes with each move of the pointer. */
const PAUSE_MILLISECONDS = 150;

/** Has the metrics of these trials sent for as long as they are shown. */
export function useFollowing(trials: readonly TrialView[], { model, send }: PartProps): void {
  // Whoever sends has to be told again after a snapshot.
  const snapshots = useValue(model.snapshots);
  const numbers = trials.map(({ trial }) => trial).toSorted((a, b) => a - b);
  const directories = trials.map(({ directory }) => directory);
  useEffect(() => {
    const timer = setTimeout(() => {
      model.series.follow(directories);
      send({ type: 'follow', trials: numbers });
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [snapshots, numbers.join()]);
  useEffect(
    () => () => {
      model.series.follow([]);
      send({ type: 'follow', trials: [] });
    },
    [],
  );
}
