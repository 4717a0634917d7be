import * as l10n from '@vscode/l10n';
import type { Strategy } from '../../../core/config/sweepConfig';
import { figure } from '../../../core/run/figures';
import type { DisplayState } from '../../../core/run/runStatus';
import type { SweepProgress } from '../../../core/sweep/sweepProgress';
import type { SweepView } from '../../../protocol/sweep';
import { count } from '../../shared/numbers';

/** A sweep's state in words. */
export function sweepStateText(state: DisplayState): string {
  const texts: Readonly<Record<DisplayState, string>> = {
    queued: l10n.t('queued'),
    running: l10n.t('running'),
    stopping: l10n.t('stopping'),
    stopped: l10n.t('stopped'),
    done: l10n.t('done'),
    failed: l10n.t('failed'),
    dead: l10n.t('failed: its process is gone'),
    unknown: l10n.t('cannot be read'),
  };
  return texts[state];
}

/** How far a sweep is: `37 of 50 trials`, `2 failed`, `best score 0.7163 (trial 12)`. */
export function progressTexts({ progress, best, plan }: Pick<SweepView, 'progress' | 'best' | 'plan'>): string[] {
  if (!progress) return [];
  const { most, running, waiting, done, failed } = progress;
  const ended = done + failed;
  const texts = [
    most === null ? l10n.t('{0} trials', count(ended)) : l10n.t('{0} of {1} trials', count(ended), count(most)),
  ];
  if (running > 0) texts.push(l10n.t('{0} training', count(running)));
  if (waiting > 0) texts.push(l10n.t('{0} waiting', count(waiting)));
  if (failed > 0) texts.push(l10n.t('{0} failed', count(failed)));
  const bestText = textOfBest(progress, best, plan);
  if (bestText !== undefined) texts.push(bestText);
  return texts;
}

function textOfBest(
  { best: value }: SweepProgress,
  trials: readonly number[],
  plan: SweepView['plan'],
): string | undefined {
  if (value === null) return undefined;
  const objective = plan?.objectives[0] ?? '';
  if (trials[0] === undefined) return l10n.t('best {0} {1}', objective, figure(value));
  const text = l10n.t('best {0} {1} (trial {2})', objective, figure(value), trials[0]);
  return trials.length > 1 ? l10n.t('{0}, {1} trials on the front', text, count(trials.length)) : text;
}

/** Why no more trials are started; undefined where more are. */
export function reachedText(reached: SweepProgress['reached'] | undefined): string | undefined {
  if (!reached) return undefined;
  const texts: Readonly<Record<NonNullable<SweepProgress['reached']>, string>> = {
    trials: l10n.t('as many trials were begun as the config asks for'),
    minutes: l10n.t('the time that the config gives is up'),
    patience: l10n.t('the last trials were no better than the best before them'),
    space: l10n.t('everything that is searched was tried'),
  };
  return texts[reached];
}

/** How trials are chosen, in words. */
export function strategyText(strategy: Strategy): string {
  const texts: Readonly<Record<Strategy, string>> = {
    grid: l10n.t('grid'),
    random: l10n.t('random search'),
    latin_hypercube: l10n.t('Latin hypercube'),
    bayesian: l10n.t('Bayesian search'),
  };
  return texts[strategy];
}
