import * as vscode from 'vscode';
import type { ModelLibrary } from '../models/modelLibrary';
import { plain } from '../notificationText';
import { referenceTo, writeNewFile } from '../train/configFiles';
import type { ConfigStarter } from '../train/configStarter';
import type { ChosenModel } from '../train/questions';
import { askAboutOpenConfig, chooseFolder, isModel, kindOfFile, openConfig, readModel } from '../train/targets';
import { requireTrust } from '../trust';
import { newSweepStem, newSweepText } from './newSweep';
import { askWhatToSweep } from './sweepQuestions';

/** "Quanta: Sweep Hyperparameters": from a config file, from a model, or from nothing but the palette. */
export class SweepCommand {
  constructor(
    private readonly library: ModelLibrary,
    private readonly starter: ConfigStarter,
  ) {}

  /** @param target the config file or the model it was called on; from the palette or a view's title something else */
  async run(target?: unknown): Promise<void> {
    if (!(await requireTrust())) return;
    if (target instanceof vscode.Uri) return this.sweepConfig(target);
    if (isModel(target)) return this.sweepNew(await readModel(this.library, target));
    const open = openConfig();
    if (open?.kind === 'sweep') {
      const choice = await askAboutOpenConfig(open, vscode.l10n.t('Sweep Hyperparameters'));
      if (choice === 'open') return this.starter.start(open.uri);
      if (choice === undefined) return;
    }
    return this.sweepNew();
  }

  /** A file that trains one SAE has no space to search: what to do with it the user says. */
  private async sweepConfig(file: vscode.Uri): Promise<void> {
    if ((await kindOfFile(file)) !== 'sae') return this.starter.start(file);
    const train = vscode.l10n.t('Train SAE');
    const anew = vscode.l10n.t('New Sweep…');
    const message = vscode.l10n.t(
      '{0} describes the training of one SAE. A sweep has "kind": "sweep", and under "space" what is searched.',
      plain(vscode.workspace.asRelativePath(file)),
    );
    const choice = await vscode.window.showInformationMessage(message, train, anew);
    if (choice === train) await this.starter.start(file);
    else if (choice === anew) await this.sweepNew();
  }

  private async sweepNew(model?: ChosenModel): Promise<void> {
    const folder = await chooseFolder(model?.entry);
    if (!folder) return;
    const choices = await askWhatToSweep(this.library, model);
    if (!choices) return;
    const sweep = { ...choices, model: referenceTo(choices.model) };
    const [stem, text] = [newSweepStem(sweep, choices.model.entry.name), newSweepText(sweep, folder.uri.fsPath)];
    const file = vscode.Uri.file(await writeNewFile(folder.uri.fsPath, stem, text));
    if (choices.search === 'custom') await vscode.window.showTextDocument(file);
    else await this.starter.start(file);
  }
}
