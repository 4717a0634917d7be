import type { JSX } from 'preact';
import type { TrialView } from '../../protocol/sweep';
import { shownState } from './trialText';

/** On a square of 12. */
const SHAPES: Readonly<Record<ReturnType<typeof shownState>, JSX.Element>> = {
  queued: <circle cx="6" cy="6" r="4" />,
  running: <path d="M3.5 2v8l7-4z" fill="currentColor" />,
  interrupted: <path d="M6 1.5v6M6 9.5v1.5" stroke-width="2" />,
  paused: <path d="M4 2v8M8 2v8" stroke-width="2" />,
  pruned: <path d="M6 1.5v8M2.5 6.5 6 10l3.5-3.5" />,
  stopped: <path d="M2.5 2.5h7v7h-7z" fill="currentColor" />,
  done: <path d="M1.5 6.5 4.5 9.5 10.5 2.5" />,
  failed: <path d="M2 2 10 10M10 2 2 10" stroke-width="1.8" />,
};

interface StateMarkProps {
  readonly trial: Pick<TrialView, 'state' | 'job'>;
  /** Whether the sweep's process is there. */
  readonly isActive: boolean;
}

/** A trial's state as a sign; words stand beside it. */
export function StateMark({ trial, isActive }: StateMarkProps): JSX.Element {
  const state = shownState(trial, isActive);
  return (
    <svg
      class={`state-mark ${state}`}
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      {SHAPES[state]}
    </svg>
  );
}
