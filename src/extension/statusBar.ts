import * as vscode from 'vscode';
import { duration } from '../core/run/figures';
import { isActive } from '../core/run/activity';
import type { RunCollection } from '../store/runCollection';
import { runName, type RunSummary } from '../store/runList';
import { COMMANDS } from './commandIds';
import { openTitle, runDescription, shortDescription, stateText } from './runs/runText';

/** The one status bar item: the run that trains, and how many there are beside it; hidden while none is active. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('quanta.run', vscode.StatusBarAlignment.Left);
  private readonly unsubscribe: () => void;

  constructor(private readonly runs: RunCollection) {
    this.item.name = vscode.l10n.t('Quanta Training');
    this.unsubscribe = runs.onChange(() => this.update());
    this.update();
  }

  dispose(): void {
    this.unsubscribe();
    this.item.dispose();
  }

  private update(): void {
    const active = this.runs.all.filter(({ state }) => isActive(state));
    const shown = active.find(({ state }) => state !== 'queued') ?? active.at(-1);
    if (!shown) {
      this.item.hide();
      return;
    }
    const more = active.length > 1 ? ` +${active.length - 1}` : '';
    this.item.text = `$(${shown.state === 'queued' ? 'clock' : 'sync~spin'}) ${textOf(shown)}${more}`;
    this.item.tooltip = active.map((run) => `${runName(run)}: ${runDescription(run)}`).join('\n');
    this.item.command = {
      command: COMMANDS.openRun,
      title: openTitle(shown),
      arguments: [{ directory: shown.directory }],
    };
    this.item.show();
  }
}

/** `quick: epoch 3/8 · 41% · 0:12 left` */
function textOf(run: RunSummary): string {
  const { state, status } = run;
  const left = status?.progress?.seconds_left;
  const parts = [state === 'running' ? shortDescription(run) : stateText(state)];
  if (state === 'running' && typeof left === 'number') parts.push(vscode.l10n.t('{0} left', duration(left)));
  return `${runName(run)}: ${parts.join(' · ')}`;
}
