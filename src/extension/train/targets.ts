import * as vscode from 'vscode';
import { saidKind, type ConfigKind } from '../../core/config/configKind';
import { UserError } from '../../core/errors';
import type { ModelEntry, ModelLibrary } from '../models/modelLibrary';
import { workspaceFolders } from '../settings';
import { isConfigFile } from './configFiles';
import type { ChosenModel } from './questions';

/** The button of a view's title is given what has the focus in that view: of the models it means one, of runs nothing. */
export function isModel(target: unknown): target is ModelEntry {
  return typeof target === 'object' && target !== null && 'place' in target && 'path' in target;
}

/** What was read of a model. @throws UserError where it is none that we can run */
export async function readModel(library: ModelLibrary, entry: ModelEntry): Promise<ChosenModel> {
  const content = await library.read(entry);
  if (content.kind === 'model') return { entry, file: content.file };
  throw new UserError(content.kind === 'broken' ? content.reason : vscode.l10n.t('{0} was not read', entry.path));
}

/** The config file that is open in the editor, and what it describes, as far as it says. */
export function openConfig(): { readonly uri: vscode.Uri; readonly kind: ConfigKind | undefined } | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !isConfigFile(document.uri)) return undefined;
  return { uri: document.uri, kind: saidKind(document.getText())?.kind };
}

/** What a config file describes, as it stands in the editor. */
export async function kindOfFile(uri: vscode.Uri): Promise<ConfigKind | undefined> {
  return saidKind((await vscode.workspace.openTextDocument(uri)).getText())?.kind;
}

/** Asks whether the open config is meant, or a new one. */
export async function askAboutOpenConfig(
  { uri, kind }: NonNullable<ReturnType<typeof openConfig>>,
  title: string,
): Promise<'open' | 'new' | undefined> {
  const name = vscode.workspace.asRelativePath(uri);
  const label = kind === 'sweep' ? vscode.l10n.t('$(file) Sweep {0}', name) : vscode.l10n.t('$(file) Train {0}', name);
  const choices = [
    { label, detail: vscode.l10n.t('The config file that is open'), value: 'open' },
    { label: vscode.l10n.t('$(add) New config…'), detail: vscode.l10n.t('Choose a model and an SAE'), value: 'new' },
  ] as const;
  return (await vscode.window.showQuickPick(choices, { title }))?.value;
}

/** The folder that keeps the config and the runs: the one with the model, the only one, or the one that the user picks. */
export async function chooseFolder(entry: ModelEntry | undefined): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = workspaceFolders();
  const withModel = entry && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(entry.path));
  if (withModel) return withModel;
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders.length === 1) return folders[0];
  const open = vscode.l10n.t('Open Folder');
  const message = vscode.l10n.t('Runs and their config files are kept in a folder of yours: open one first.');
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('vscode.openFolder');
  }
  return undefined;
}
