import * as vscode from 'vscode';
import { saidKind } from '../../core/config/configKind';
import type { RunChanges, RunCollection } from '../../store/runCollection';
import type { RunSummary } from '../../store/runList';
import { COMMANDS } from '../commandIds';

/** Over the `kind` of a config file: starts what it describes, and opens the last run or sweep of the file. */
export class ConfigLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.changeEmitter.event;

  constructor(private readonly runs: RunCollection) {
    const files = { scheme: 'file', pattern: '**/*.quanta.json' };
    this.subscriptions = vscode.Disposable.from(
      this.changeEmitter,
      vscode.languages.registerCodeLensProvider(files, this),
      new vscode.Disposable(runs.onChange((changes) => this.update(changes))),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const said = saidKind(document.getText());
    if (!said) return [];
    const { l10n } = vscode;
    const place = document.positionAt(said.offset);
    const range = new vscode.Range(place, place);
    const isSweep = said.kind === 'sweep';
    const start = {
      title: isSweep ? l10n.t('$(beaker) Sweep') : l10n.t('$(play) Train'),
      command: isSweep ? COMMANDS.sweep : COMMANDS.trainSae,
      arguments: [document.uri],
    };
    const last = this.runs.all.find((run) => run.kind === said.kind && fileOf(run) === document.uri.fsPath);
    const open = last && {
      title: isSweep ? l10n.t('Open Last Sweep') : l10n.t('Open Last Run'),
      command: COMMANDS.openRun,
      arguments: [{ directory: last.directory }],
    };
    return [start, ...(open ? [open] : [])].map((command) => new vscode.CodeLens(range, command));
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** What runs say while they train changes nothing here. */
  private update({ added, removed }: RunChanges): void {
    if (added.length + removed.length > 0) this.changeEmitter.fire();
  }
}

function fileOf({ run, sweep, request }: RunSummary): string | undefined {
  return (run ?? sweep ?? request)?.config.file;
}
