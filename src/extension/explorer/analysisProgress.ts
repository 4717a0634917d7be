import * as vscode from 'vscode';
import type { TaskState } from '../../protocol/explorer';
import { COMMANDS } from '../commandIds';
import { plain } from '../notificationText';
import type { Analyses } from './analyses';

/**
 * Runs the analysis of a folder, or waits for the one that runs there, and shows how far it is.
 *
 * @param location a notification, by which it can be stopped, or the status bar, where a page can do that
 * @returns whether it ran to its end
 * @throws UserError with what it says of its failure
 */
export async function analyseWithProgress(
  analyses: Analyses,
  { directory, name }: { readonly directory: string; readonly name: string },
  location: vscode.ProgressLocation.Notification | vscode.ProgressLocation.Window,
): Promise<boolean> {
  const title = vscode.l10n.t('Analysing {0}', plain(name));
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    token.onCancellationRequested(() => analyses.stop(directory));
    const report = () => {
      const message = progressText(analyses.taskOf(directory));
      if (message !== undefined) progress.report({ message });
    };
    const stopListening = analyses.onChange((changed) => {
      if (changed === directory) report();
    });
    try {
      const end = analyses.run(directory);
      report();
      return await end;
    } finally {
      stopListening();
    }
  });
}

/** Says that an analysis is done, and offers to look at it. */
export async function offerToExplore(directory: string, name: string): Promise<void> {
  const explore = vscode.l10n.t('Explore Neurons');
  const message = vscode.l10n.t('{0} is analysed.', plain(name));
  if ((await vscode.window.showInformationMessage(message, explore)) === explore) {
    await vscode.commands.executeCommand(COMMANDS.exploreNeurons, { directory });
  }
}

/** A task with its stage in words. */
export function taskInWords(task: TaskState | null): TaskState | null {
  if (task?.state !== 'running' || task.stage === null) return task;
  return { ...task, stage: stageText(task.stage) };
}

/** `Proving labels · 41%` */
function progressText(task: TaskState | null): string | undefined {
  if (task?.state !== 'running' || task.stage === null) return undefined;
  return vscode.l10n.t('{0} · {1}%', stageText(task.stage), Math.floor(100 * task.done));
}

function stageText(stage: string): string {
  const { l10n } = vscode;
  const texts: Readonly<Record<string, string>> = {
    statistics: l10n.t('What the neurons do'),
    accuracy: l10n.t('Answers with the SAE spliced in'),
    labels: l10n.t('Looking for labels'),
    columns: l10n.t('Proving what neurons of the same column do together'),
    proofs: l10n.t('Proving labels'),
    nodes: l10n.t('The model’s nodes'),
  };
  return texts[stage] ?? stage;
}
