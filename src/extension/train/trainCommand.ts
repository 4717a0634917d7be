import * as vscode from 'vscode';
import type { ModelLibrary } from '../models/modelLibrary';
import { requireTrust } from '../trust';
import { writeNewConfig } from './configFiles';
import type { ConfigStarter } from './configStarter';
import { askWhatToTrain, type ChosenModel } from './questions';
import { askAboutOpenConfig, chooseFolder, isModel, openConfig, readModel } from './targets';

/** "Quanta: Train SAE": from a config file, of a sweep too, from a model, or from nothing but the palette. */
export class TrainCommand {
  constructor(
    private readonly library: ModelLibrary,
    private readonly starter: ConfigStarter,
  ) {}

  /** @param target the config file or the model it was called on; from the palette or a view's title something else */
  async run(target?: unknown): Promise<void> {
    if (!(await requireTrust())) return;
    if (target instanceof vscode.Uri) return this.starter.start(target);
    if (isModel(target)) return this.trainNew(await readModel(this.library, target));
    const open = openConfig();
    if (open) {
      const choice = await askAboutOpenConfig(open, vscode.l10n.t('Train SAE'));
      if (choice === 'open') return this.starter.start(open.uri);
      if (choice === undefined) return;
    }
    return this.trainNew();
  }

  private async trainNew(model?: ChosenModel): Promise<void> {
    const folder = await chooseFolder(model?.entry);
    if (!folder) return;
    const choices = await askWhatToTrain(this.library, model);
    if (!choices) return;
    await this.starter.start(vscode.Uri.file(await writeNewConfig(choices, folder.uri.fsPath)));
  }
}
