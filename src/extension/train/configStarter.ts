import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { kindOf } from '../../core/config/configKind';
import { UserError } from '../../core/errors';
import { offerGitignore } from '../gitignoreOffer';
import type { Dashboards } from '../panels/dashboards';
import { runsFolderOf } from '../settings';
import type { SweepExplorers } from '../sweep/sweepExplorers';
import type { RunQueue } from '../training/runQueue';
import type { ErrorReporter } from '../userErrors';
import { isConfigFile, savedText } from './configFiles';

/** Starts what config files describe, and shows how it goes. */
export class ConfigStarter {
  constructor(
    private readonly queue: RunQueue,
    private readonly dashboards: Dashboards,
    private readonly sweeps: SweepExplorers,
    private readonly memento: vscode.Memento,
    private readonly reporter: ErrorReporter,
  ) {}

  /**
   * Queues what a config file says: the training of an SAE, or a sweep.
   *
   * @throws UserError where it is no config file, or in no folder of the workspace
   */
  async start(file: vscode.Uri): Promise<void> {
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
    if (kindOf(text) === 'sweep') this.sweeps.open(directory);
    else this.dashboards.open([directory]);
    void offerGitignore(this.memento, folder.uri.fsPath, runsFolder).catch((error: unknown) =>
      this.reporter.show(error),
    );
  }
}
