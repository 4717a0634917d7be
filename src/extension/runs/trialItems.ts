import * as vscode from 'vscode';
import type { ObjectiveName } from '../../core/config/sweepConfig';
import type { LedgerTrial } from '../../core/sweep/ledger';
import type { TrialState } from '../../core/sweep/ledgerLine';
import { COMMANDS } from '../commandIds';
import { objectiveText, parametersText } from '../sweep/sweepText';
import { PREVIEW } from './runCommands';

/** A trial of a sweep, which is a run, as its sweep's ledger has it. */
export interface TrialNode {
  readonly directory: string;
  readonly trial: LedgerTrial;
  /** Whether it is the best, or on the front. */
  readonly isBest: boolean;
  readonly objectives: readonly ObjectiveName[];
  /** The keys that trials differ by. */
  readonly keys: readonly string[];
  /** Whether it trains at this moment, as far as the sweep's process says. */
  readonly isTraining: boolean;
}

/** Stands for the trials of a sweep that a tree does not show. */
export interface MoreTrials {
  readonly more: number;
  /** The sweep's directory. */
  readonly sweep: string;
}

export function trialItem(node: TrialNode): vscode.TreeItem {
  const { directory, trial, isBest, objectives, keys, isTraining } = node;
  const item = new vscode.TreeItem(nameOf(node));
  const objective = objectiveText(trial, objectives);
  const parameters = parametersText(trial.parameters, keys);
  const state = trialStateText(node);
  item.id = directory;
  // What it came to says that it is done.
  const standing = trial.state === 'done' && objective !== undefined ? [objective] : [state, objective];
  item.description = [...standing, parameters].filter(Boolean).join(' · ');
  const best = isBest ? vscode.l10n.t('best') : '';
  const label = [nameOf(node), best, state, objective, parameters].filter(Boolean).join(', ');
  item.accessibilityInformation = { label };
  item.iconPath = iconOf(node);
  const isExplorable = !isTraining && trial.state !== 'running' && trial.state !== 'failed';
  item.contextValue = ['trial', ...(isExplorable ? ['explorable', 'analysable'] : [])].join(' ');
  item.command = {
    command: COMMANDS.openRun,
    title: vscode.l10n.t('Open Run Dashboard'),
    arguments: [{ directory }, PREVIEW],
  };
  return item;
}

/** What a trial tries, and what became of it. */
export function trialTooltip(node: TrialNode): vscode.MarkdownString {
  const { trial, objectives } = node;
  const { l10n } = vscode;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('State'), trialStateText(node)],
    [l10n.t('Error'), trial.error ?? undefined],
    ...objectives.map((name) => [name, objectiveText(trial, [name])] as const),
    ...Object.entries(trial.parameters).map(([key, value]) => [key, String(value)] as const),
    [l10n.t('Run'), trial.run],
  ];
  const tooltip = new vscode.MarkdownString('');
  for (const [label, value] of rows) {
    if (value !== undefined) tooltip.appendText(`${label}: ${value}`).appendMarkdown('  \n');
  }
  return tooltip;
}

export function moreItem({ more, sweep }: MoreTrials): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('… {0} more in the explorer', more));
  item.id = `more:${sweep}`;
  item.contextValue = 'moreTrials';
  item.command = {
    command: COMMANDS.openSweep,
    title: vscode.l10n.t('Open Sweep Explorer'),
    arguments: [{ directory: sweep }],
  };
  return item;
}

export function stateIcon(id: string, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}

function nameOf({ trial }: TrialNode): string {
  return vscode.l10n.t('Trial {0}', trial.trial);
}

function trialStateText({ trial, isTraining }: TrialNode): string {
  const { l10n } = vscode;
  const texts: Readonly<Record<TrialState, string>> = {
    // Its process was stopped or died, and has not said so in the ledger.
    running: isTraining ? l10n.t('training') : l10n.t('interrupted'),
    paused: l10n.t('waiting'),
    pruned: l10n.t('ended early'),
    stopped: l10n.t('stopped'),
    done: l10n.t('done'),
    failed: l10n.t('failed'),
  };
  return texts[trial.state];
}

function iconOf({ trial, isBest, isTraining }: TrialNode): vscode.ThemeIcon {
  if (isBest) return stateIcon('star-full', 'charts.yellow');
  const icons: Readonly<Record<TrialState, readonly [string, string?]>> = {
    running: isTraining ? ['sync~spin', 'charts.blue'] : ['debug-pause', 'charts.yellow'],
    paused: ['debug-pause', 'charts.blue'],
    pruned: ['circle-slash'],
    stopped: ['debug-pause', 'charts.yellow'],
    done: ['pass', 'charts.green'],
    failed: ['error', 'list.errorForeground'],
  };
  return stateIcon(...icons[trial.state]);
}
