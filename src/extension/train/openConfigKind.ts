import * as vscode from 'vscode';
import { openConfig } from './targets';

const KEY = 'quanta.openConfigKind';

/** Tells menus what the config file that is open describes, so that they offer to start just that. */
export class OpenConfigKind implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private told: string | undefined;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.tell()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.tell();
      }),
    );
    this.tell();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private tell(): void {
    const kind = openConfig()?.kind;
    if (kind === this.told) return;
    this.told = kind;
    void vscode.commands.executeCommand('setContext', KEY, kind);
  }
}
