import * as vscode from 'vscode';
import { askedSweep } from '../../core/run/askedConfig';
import { duration, figure } from '../../core/run/figures';
import type { RunFile } from '../../core/run/runFile';
import type { DisplayState, RunProgress } from '../../core/run/runStatus';
import type { SweepProgress } from '../../core/sweep/sweepProgress';
import type { RunSummary } from '../../store/runList';
import { searchedKeys } from '../sweep/sweepText';
import { modelNameOf } from './runModel';

/** A state in words. */
export function stateText(state: DisplayState): string {
  const { l10n } = vscode;
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

/** `epoch 3/8 · 41%` */
function progressText({ epoch, num_epochs, step, total_steps }: RunProgress): string {
  return vscode.l10n.t('epoch {0}/{1} · {2}%', epoch, num_epochs, Math.floor((100 * step) / total_steps));
}

/** What a click on a run or a sweep does. */
export function openTitle({ kind }: RunSummary): string {
  return kind === 'sweep' ? vscode.l10n.t('Open Sweep Explorer') : vscode.l10n.t('Open Run Dashboard');
}

/** `12/50 trials · best 0.7100` */
function sweepProgressText({ most, done, failed, best }: SweepProgress): string {
  const ended = done + failed;
  const trials =
    most === null ? vscode.l10n.t('{0} trials', ended) : vscode.l10n.t('{0}/{1} trials', ended, Math.max(most, ended));
  return best === null ? trials : `${trials} · ${vscode.l10n.t('best {0}', figure(best))}`;
}

/** A run in a few words: its state, how far it is, and its score once it has one. */
export function runDescription(summary: RunSummary): string {
  return [stateText(summary.state), ...progressParts(summary)].join(' · ');
}

/** The same where little room is left and an icon shows the state: of a run that trains, how far it is. */
export function shortDescription(summary: RunSummary): string {
  const parts = progressParts(summary);
  return summary.state === 'running' && parts.length > 0 ? parts.join(' · ') : runDescription(summary);
}

function progressParts({ state, status }: RunSummary): string[] {
  if (status?.sweep) return [sweepProgressText(status.sweep)];
  const score = figureOf(status?.result?.score);
  return [
    ...(status?.progress && state !== 'done' && state !== 'queued' ? [progressText(status.progress)] : []),
    ...(score === undefined ? [] : [vscode.l10n.t('score {0}', score)]),
  ];
}

type Row = readonly [label: string, value: string | undefined];

/** What a run or a sweep trains and how it stands, for its tooltip. */
export function runTooltip(summary: RunSummary): vscode.MarkdownString {
  const rows = summary.kind === 'sweep' ? sweepRows(summary) : runRows(summary);
  const tooltip = new vscode.MarkdownString('', true);
  for (const [label, value] of rows) {
    if (value !== undefined) tooltip.appendText(`${label}: ${value}`).appendMarkdown('  \n');
  }
  for (const problem of summary.problems) tooltip.appendMarkdown('\n\n$(warning) ').appendText(problem);
  return tooltip;
}

function runRows({ id, run, status, state }: RunSummary): readonly Row[] {
  const { l10n } = vscode;
  const config = run?.config.resolved;
  const result = status?.result;
  const left = status?.progress?.seconds_left;
  return [
    [l10n.t('State'), stateText(state)],
    [l10n.t('Error'), status?.error ?? undefined],
    [l10n.t('Time left'), state === 'running' && typeof left === 'number' ? duration(left) : undefined],
    [l10n.t('Model'), run?.model.name],
    [l10n.t('SAE'), config && l10n.t('{0}, {1} neurons', config.architecture, config.encoding_dim)],
    [l10n.t('Reads'), config && `blocks.${config.layer_num}.${config.hook}`],
    [l10n.t('Provider'), run && providerText(run.provider)],
    [l10n.t('Loss'), figureOf(result?.loss)],
    [l10n.t('Density'), figureOf(result?.density)],
    [l10n.t('Neurons used'), result?.neurons_used?.toString()],
    [l10n.t('Made'), run && new Date(run.created).toLocaleString()],
    [l10n.t('Run'), id],
  ];
}

function sweepRows(summary: RunSummary): readonly Row[] {
  const { id, sweep, request, status, state } = summary;
  const { l10n } = vscode;
  const search = askedSweep(sweep?.config ?? request?.config);
  const progress = status?.sweep;
  return [
    [l10n.t('State'), stateText(state)],
    [l10n.t('Error'), status?.error ?? undefined],
    [l10n.t('Trials'), progress ? trialCounts(progress) : undefined],
    [l10n.t('Best'), figureOf(progress?.best)],
    [l10n.t('Ended by'), progress ? reachedText(progress.reached) : undefined],
    [l10n.t('Model'), modelNameOf(summary)],
    [l10n.t('Searched'), search && searchedKeys(search.space).join(', ')],
    [l10n.t('Strategy'), search?.strategy],
    [l10n.t('Objective'), search?.objectives.join(', ')],
    [l10n.t('Made'), sweep && new Date(sweep.created).toLocaleString()],
    [l10n.t('Sweep'), id],
  ];
}

function trialCounts({ done, failed, running, waiting }: SweepProgress): string {
  const { l10n } = vscode;
  const counts = [
    l10n.t('{0} done', done),
    ...(failed > 0 ? [l10n.t('{0} failed', failed)] : []),
    ...(running > 0 ? [l10n.t('{0} training', running)] : []),
    ...(waiting > 0 ? [l10n.t('{0} waiting', waiting)] : []),
  ];
  return counts.join(', ');
}

function reachedText(reached: SweepProgress['reached']): string | undefined {
  if (reached === null) return undefined;
  const { l10n } = vscode;
  const texts: Readonly<Record<typeof reached, string>> = {
    trials: l10n.t('its number of trials'),
    minutes: l10n.t('its time'),
    patience: l10n.t('its patience'),
    space: l10n.t('its space, all of which was tried'),
  };
  return texts[reached];
}

function providerText({ used, device_name }: RunFile['provider']): string | undefined {
  return used === null ? undefined : [used, ...(device_name ? [device_name] : [])].join(', ');
}

function figureOf(value: number | null | undefined): string | undefined {
  return typeof value === 'number' ? figure(value) : undefined;
}
