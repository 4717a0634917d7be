import * as vscode from 'vscode';
import { duration, figure } from '../../core/run/figures';
import type { RunFile } from '../../core/run/runFile';
import type { DisplayState, RunProgress } from '../../core/run/runStatus';
import type { RunSummary } from '../../store/runList';

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
export function progressText({ epoch, num_epochs, step, total_steps }: RunProgress): string {
  return vscode.l10n.t('epoch {0}/{1} · {2}%', epoch, num_epochs, Math.floor((100 * step) / total_steps));
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
  const score = figureOf(status?.result?.score);
  return [
    ...(status?.progress && state !== 'done' && state !== 'queued' ? [progressText(status.progress)] : []),
    ...(score === undefined ? [] : [vscode.l10n.t('score {0}', score)]),
  ];
}

/** What a run trains and how it stands, for its tooltip. */
export function runTooltip(summary: RunSummary): vscode.MarkdownString {
  const { id, run, status, state, problems } = summary;
  const { l10n } = vscode;
  const config = run?.config.resolved;
  const result = status?.result;
  const left = status?.progress?.seconds_left;
  const rows: readonly (readonly [string, string | undefined])[] = [
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
  const tooltip = new vscode.MarkdownString('', true);
  for (const [label, value] of rows) {
    if (value !== undefined) tooltip.appendText(`${label}: ${value}`).appendMarkdown('  \n');
  }
  for (const problem of problems) tooltip.appendMarkdown('\n\n$(warning) ').appendText(problem);
  return tooltip;
}

function providerText({ used, device_name }: RunFile['provider']): string | undefined {
  return used === null ? undefined : [used, ...(device_name ? [device_name] : [])].join(', ');
}

function figureOf(value: number | null | undefined): string | undefined {
  return typeof value === 'number' ? figure(value) : undefined;
}
