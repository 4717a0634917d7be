import * as vscode from 'vscode';

/** What is said where the workspace is not trusted. */
export function trustProblem(): string | undefined {
  if (vscode.workspace.isTrusted) return undefined;
  return vscode.l10n.t('This starts a process and reads models: it needs a trusted workspace.');
}

/** Whether the workspace is trusted; where it is not, says what needs that and how to give it. */
export async function requireTrust(): Promise<boolean> {
  const message = trustProblem();
  if (message === undefined) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return false;
}
