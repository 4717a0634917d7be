import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/errors';
import { offerGitignore } from '../gitignoreOffer';
import type { ModelEntry, ModelLibrary } from '../models/modelLibrary';
import type { Dashboards } from '../panels/dashboards';
import { runsFolderOf, workspaceFolders } from '../settings';
import { requireTrust } from '../trust';
import type { RunQueue } from '../training/runQueue';
import type { ErrorReporter } from '../userErrors';
import { isConfigFile, savedText, writeNewConfig } from './configFiles';
import { askWhatToTrain, type ChosenModel } from './questions';

/** "Quanta: Train SAE": from a config file, from a model, or from nothing but the palette. */
export class TrainCommand {
  constructor(
    private readonly library: ModelLibrary,
    private readonly queue: RunQueue,
    private readonly dashboards: Dashboards,
    private readonly memento: vscode.Memento,
    private readonly reporter: ErrorReporter,
  ) {}

  /** @param target the config file or the model it was called on; from the palette or a view's title something else */
  async run(target?: unknown): Promise<void> {
    if (!(await requireTrust())) return;
    if (target instanceof vscode.Uri) return this.trainConfig(target);
    if (isModel(target)) return this.trainNew(await this.chosen(target));
    const open = vscode.window.activeTextEditor?.document.uri;
    if (open && isConfigFile(open)) {
      const choice = await this.askAboutOpenConfig(open);
      if (choice === 'open') return this.trainConfig(open);
      if (choice === undefined) return;
    }
    return this.trainNew();
  }

  private async askAboutOpenConfig(open: vscode.Uri): Promise<'open' | 'new' | undefined> {
    const name = vscode.workspace.asRelativePath(open);
    const choices = [
      {
        label: vscode.l10n.t('$(file) Train {0}', name),
        detail: vscode.l10n.t('The config file that is open'),
        value: 'open',
      },
      { label: vscode.l10n.t('$(add) New config…'), detail: vscode.l10n.t('Choose a model and an SAE'), value: 'new' },
    ] as const;
    return (await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Train SAE') }))?.value;
  }

  private async chosen(entry: ModelEntry): Promise<ChosenModel> {
    const content = await this.library.read(entry);
    if (content.kind === 'model') return { entry, file: content.file };
    throw new UserError(content.kind === 'broken' ? content.reason : vscode.l10n.t('{0} was not read', entry.path));
  }

  private async trainNew(model?: ChosenModel): Promise<void> {
    const folder = await chooseFolder(model?.entry);
    if (!folder) return;
    const choices = await askWhatToTrain(this.library, model);
    if (!choices) return;
    await this.trainConfig(vscode.Uri.file(await writeNewConfig(choices, folder.uri.fsPath)));
  }

  private async trainConfig(file: vscode.Uri): Promise<void> {
    if (!isConfigFile(file)) {
      throw new UserError(
        vscode.l10n.t('{0} is no config file on a disk: those are named *.quanta.json', file.toString(true)),
      );
    }
    const folder = vscode.workspace.getWorkspaceFolder(file);
    if (!folder) {
      throw new UserError(
        vscode.l10n.t(
          '{0} is in no folder of this workspace: open the folder {1}, where its runs will be kept.',
          file.fsPath,
          dirname(file.fsPath),
        ),
      );
    }
    const text = await savedText(file);
    if (text === undefined) return;
    const runsFolder = runsFolderOf(folder);
    const directory = await this.queue.enqueue(
      { file: file.fsPath, text },
      { runsFolder, workspace: folder.uri.fsPath },
    );
    this.dashboards.open([directory]);
    void offerGitignore(this.memento, folder.uri.fsPath, runsFolder).catch((error: unknown) =>
      this.reporter.show(error),
    );
  }
}

/** The button of a view's title is given what has the focus in that view: of the models it means one, of runs nothing. */
function isModel(target: unknown): target is ModelEntry {
  return typeof target === 'object' && target !== null && 'place' in target && 'path' in target;
}

/** The folder that keeps the config and the runs: the one with the model, the only one, or the one that the user picks. */
async function chooseFolder(entry: ModelEntry | undefined): Promise<vscode.WorkspaceFolder | undefined> {
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
