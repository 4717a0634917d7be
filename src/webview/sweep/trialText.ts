import * as l10n from '@vscode/l10n';
import type { TrialState } from '../../core/sweep/ledgerLine';
import type { TrialJob } from '../../core/sweep/trialJob';
import type { TrialView } from '../../protocol/sweep';

/** A trial's state as it is shown: what the ledger calls running may wait in a cluster, or its process may be gone. */
type ShownState = TrialState | 'queued' | 'interrupted';

/** @param isActive whether the sweep's process is there */
export function shownState({ state, job }: Pick<TrialView, 'state' | 'job'>, isActive: boolean): ShownState {
  if (state !== 'running') return state;
  if (job?.state === 'PENDING') return 'queued';
  return isActive ? 'running' : 'interrupted';
}

/** A state in words. */
export function stateText(trial: Pick<TrialView, 'state' | 'job' | 'epoch'>, isActive: boolean): string {
  const { epoch } = trial;
  const texts: Readonly<Record<ShownState, string>> = {
    queued: l10n.t('queued'),
    running: l10n.t('training'),
    interrupted: l10n.t('interrupted'),
    paused: epoch === null ? l10n.t('waiting') : l10n.t('waiting at epoch {0}', epoch),
    pruned: l10n.t('pruned'),
    stopped: l10n.t('stopped'),
    done: l10n.t('done'),
    failed: l10n.t('failed'),
  };
  return texts[shownState(trial, isActive)];
}

/** The task of a cluster in a line: `1234_5 PENDING (Resources)`. */
export function jobText({ id, state, reason, node }: TrialJob): string {
  const why = reason === null ? '' : ` (${reason})`;
  return node === null ? `${id} ${state}${why}` : `${id} ${state}${why}, ${node}`;
}
