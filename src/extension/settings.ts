import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { ProxySettings } from './cuda/proxyVariables';

/** The Node program that training is to run in; empty where the user leaves the choice to us. */
export function nodePath(): string {
  return vscode.workspace.getConfiguration('quanta').get('nodePath', '').trim();
}

/** The provider that training is to use where its config names none. */
export function provider(): string {
  return vscode.workspace.getConfiguration('quanta').get('provider', 'auto');
}

/** Sets that: where it is set now, else for the user. */
export async function setProvider(name: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('quanta');
  const isWorkspaces = settings.inspect('provider')?.workspaceValue !== undefined;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await settings.update('provider', name, isWorkspaces ? Workspace : Global);
}

/** The NuGet feed that the CUDA provider is to come from; empty where the user leaves the choice to us. */
export function cudaFeed(): string {
  return vscode.workspace.getConfiguration('quanta').get('cudaFeed', '').trim();
}

/** What the editor itself has been told of proxies; extensions may be told to use none. */
export function proxySettings(): ProxySettings {
  const settings = vscode.workspace.getConfiguration('http');
  const isOff = settings.get('proxySupport') === 'off';
  return { proxy: isOff ? '' : settings.get('proxy', ''), noProxy: settings.get<readonly string[]>('noProxy', []) };
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
