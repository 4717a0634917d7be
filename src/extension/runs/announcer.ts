import * as vscode from 'vscode';
import { isActive } from '../../core/run/activity';
import type { RunCollection } from '../../store/runCollection';
import { runName, type RunSummary } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import { plain } from '../notificationText';
import { runDescription } from './runText';

const WATCHED = 'runsWatched';

interface Action extends vscode.MessageItem {
  readonly command: string;
}

/**
 * Says once that a run is done or has failed, also when it ended while the window was closed: the runs that were seen
 * active are remembered until they have ended. A run that was stopped ended because the user said so; one that seems
 * dead may only have slept with its machine.
 */
export class Announcer implements vscode.Disposable {
  private readonly unsubscribe: () => void;

  constructor(
    private readonly runs: RunCollection,
    private readonly memento: vscode.Memento,
  ) {
    this.unsubscribe = runs.onChange(() => this.update());
  }

  dispose(): void {
    this.unsubscribe();
  }

  private update(): void {
    const watched = this.memento.get<readonly string[]>(WATCHED, []);
    const isOpen = ({ directory, state }: RunSummary) =>
      isActive(state) || (watched.includes(directory) && (state === 'dead' || state === 'unknown'));
    const open = this.runs.all.filter(isOpen).map(({ directory }) => directory);
    if (watched.length === open.length && watched.every((directory) => open.includes(directory))) return;
    void this.memento.update(WATCHED, open);
    for (const directory of watched) {
      const run = open.includes(directory) ? undefined : this.runs.get(directory);
      if (run) this.announce(run);
    }
  }

  private announce(run: RunSummary): void {
    const name = plain(runName(run));
    const title = run.kind === 'sweep' ? vscode.l10n.t('Open Sweep') : vscode.l10n.t('Open Dashboard');
    const open: Action = { title, command: COMMANDS.openRun };
    const log: Action = { title: vscode.l10n.t('Show Log'), command: COMMANDS.showRunLog };
    const act = (choice: Action | undefined) => {
      if (choice) void vscode.commands.executeCommand(choice.command, { directory: run.directory });
    };
    if (run.state === 'done') {
      void vscode.window.showInformationMessage(`${name}: ${runDescription(run)}`, open).then(act);
    } else if (run.state === 'failed') {
      const [reason = runDescription(run)] = (run.status?.error ?? '').split('\n').filter(Boolean);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} failed: {1}', name, plain(reason)), log, open).then(act);
    }
  }
}
