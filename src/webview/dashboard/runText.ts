import * as l10n from '@vscode/l10n';
import { duration, figure } from '../../core/run/figures';
import type { DisplayState } from '../../core/run/runStatus';
import type { RunView } from '../../protocol/dashboard';
import { count } from '../shared/numbers';

/** A state in words. */
export function stateText(state: DisplayState): string {
  const texts: Readonly<Record<DisplayState, string>> = {
    queued: l10n.t('queued'),
    running: l10n.t('training'),
    stopping: l10n.t('stopping'),
    stopped: l10n.t('stopped'),
    done: l10n.t('done'),
    failed: l10n.t('failed'),
    dead: l10n.t('failed: its process is gone'),
    unknown: l10n.t('cannot be read'),
  };
  return texts[state];
}

/** How far a run is, and how fast: what its progress bar does not say. */
export function progressTexts({ state, progress, result }: RunView): string[] {
  if (state === 'queued') return [l10n.t('waits for the runs before it')];
  if (!progress) return state === 'running' ? [l10n.t('starting')] : [];
  const { epoch, num_epochs, questions_per_second, seconds_left } = progress;
  const endedEarly = state === 'done' && epoch < num_epochs;
  const texts = [
    endedEarly
      ? l10n.t('early stop at epoch {0}/{1}', count(epoch), count(num_epochs))
      : l10n.t('epoch {0}/{1}', count(epoch), count(num_epochs)),
  ];
  if (state === 'running' || state === 'stopping') {
    if (questions_per_second !== null) texts.push(l10n.t('{0} questions/s', count(questions_per_second)));
    if (seconds_left !== null && state === 'running') texts.push(l10n.t('{0} left', duration(seconds_left)));
  }
  if (result?.score !== null && result?.score !== undefined) texts.push(l10n.t('score {0}', figure(result.score)));
  return texts;
}

/** Where a run is computed: the provider in use, and the one asked for where that is another. */
export function placeText({ record }: RunView): string {
  if (!record) return '';
  const { provider, device } = record;
  const { asked, used, device_name } = provider;
  if (used === null) return l10n.t('{0} asked for', asked);
  const name = asked === used ? used : asked === 'auto' ? l10n.t('{0} (auto)', used) : otherThanAsked(used, asked);
  if (device_name) return `${name}, ${device_name}`;
  return used === 'cpu' ? name : l10n.t('{0}, device {1}', name, device);
}

function otherThanAsked(used: string, asked: string): string {
  return l10n.t('{0} (asked for: {1})', used, asked);
}

/** How many of all its steps a run has done, from 0 to 1; undefined where that is not known. */
export function shareDone({ state, progress }: RunView): number | undefined {
  if (!progress || progress.total_steps === 0 || state === 'queued') return undefined;
  return progress.step / progress.total_steps;
}
