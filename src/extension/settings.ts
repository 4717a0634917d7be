import { resolve } from 'node:path';
import * as vscode from 'vscode';

/** The Node program that training is to run in; empty where the user leaves the choice to us. */
export function nodePath(): string {
  return vscode.workspace.getConfiguration('quanta').get('nodePath', '').trim();
}

/** Where the runs of a workspace folder are kept. */
export function runsFolderOf(folder: vscode.WorkspaceFolder): string {
  const written = vscode.workspace.getConfiguration('quanta', folder).get('runsFolder', '').trim();
  return resolve(folder.uri.fsPath, written || '.quanta/runs');
}

/** The folders of the workspace whose files are files: of others nothing can be trained or read. */
export function workspaceFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** Every folder in which runs of this workspace are kept. */
export function runsFolders(): string[] {
  return workspaceFolders().map(runsFolderOf);
}
