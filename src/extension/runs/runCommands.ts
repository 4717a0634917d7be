import * as vscode from 'vscode';
import { canResume, isActive } from '../../core/run/activity';
import { UserError } from '../../core/errors';
import { isProcessGone, thisMachine } from '../../store/displayState';
import { fileExists } from '../../store/fileExists';
import type { RunCollection } from '../../store/runCollection';
import { runPaths } from '../../store/runDirectory';
import { runName, type RunSummary } from '../../store/runList';
import { MAX_NAME_LENGTH, writeRunName } from '../../store/runName';
import type { CommandName } from '../commandIds';
import type { Dashboards } from '../panels/dashboards';
import type { SweepExplorers } from '../sweep/sweepExplorers';
import type { RunQueue } from '../training/runQueue';
import type { ErrorReporter } from '../userErrors';
import { plain } from '../notificationText';
import { requireTrust } from '../trust';
import type { RunPicker, Target } from './pickRuns';

/** How the Runs view opens a run that is clicked on: the keys stay with the view. */
export const PREVIEW = 'preview';

/** What can be done with runs. */
export class RunCommands {
  constructor(
    private readonly runs: RunCollection,
    private readonly picker: RunPicker,
    private readonly queue: RunQueue,
    private readonly dashboards: Dashboards,
    private readonly sweeps: SweepExplorers,
  ) {}

  register(reporter: ErrorReporter): vscode.Disposable {
    const on = (name: CommandName, run: (target: Target, selected?: readonly object[]) => Promise<void>) =>
      reporter.register(name, run);
    return vscode.Disposable.from(
      reporter.register('openRun', (target: Target, how?: unknown) => this.open(target, how === PREVIEW)),
      on('openSweep', (target) => this.openSweep(target)),
      on('compareRuns', (target, selected) => this.compare(target, selected)),
      on('stopRun', (target, selected) => this.stop(target, selected)),
      on('resumeRun', (target, selected) => this.resume(target, selected)),
      on('showRunLog', (target) => this.showLog(target)),
      on('openRunConfig', (target) => this.openConfig(target)),
      on('revealRun', (target) => this.reveal(target)),
      on('renameRun', (target) => this.rename(target)),
      on('deleteRun', (target, selected) => this.delete(target, selected)),
    );
  }

  private async open(target: Target, isPreview: boolean): Promise<void> {
    const run = await this.picker.one(target, ({ kind }) => kind === 'sae');
    if (run?.kind === 'sweep') this.sweeps.open(run.directory, isPreview);
    else if (run) this.dashboards.open([run.directory], isPreview);
  }

  private async openSweep(target: Target): Promise<void> {
    const run = await this.picker.one(target, ({ kind }) => kind === 'sweep');
    if (run?.kind === 'sweep') this.sweeps.open(run.directory);
  }

  private async compare(target: Target, selected: readonly object[] = []): Promise<void> {
    // One run alone is compared with those that the user adds to it.
    const alone = target !== undefined && 'directory' in target && selected.length < 2;
    const chosen = alone
      ? await this.picker.pickSeveral([target.directory])
      : await this.picker.several(target, selected);
    const runs = (chosen ?? []).filter(({ kind }) => kind === 'sae');
    if (runs.length > 0) this.dashboards.open(runs.map(({ directory }) => directory));
  }

  private async stop(target: Target, selected?: readonly object[]): Promise<void> {
    if (!(await requireTrust())) return;
    for (const run of await this.picker.oneOrSelected(target, selected, ({ state }) => isActive(state))) {
      if (this.refusesTrial(run)) continue;
      if (run.state === 'stopping') await this.offerKill(run);
      else await this.queue.stop(run.directory);
    }
  }

  private async offerKill(run: RunSummary): Promise<void> {
    const kill = vscode.l10n.t('Kill');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('{0} is stopping already. Kill its process?', plain(runName(run))),
      { modal: true, detail: vscode.l10n.t('What it learned since its last checkpoint is lost. It can be resumed.') },
      kill,
    );
    if (choice === kill) await this.queue.kill(run.directory);
  }

  private async resume(target: Target, selected?: readonly object[]): Promise<void> {
    if (!(await requireTrust())) return;
    const runs = await this.picker.oneOrSelected(target, selected, ({ state }) => canResume(state));
    for (const run of runs) if (!this.refusesTrial(run)) await this.queue.resume(run.directory);
  }

  private async showLog(target: Target): Promise<void> {
    const run = await this.picker.one(target);
    if (!run) return;
    const { log } = runPaths(run.directory);
    if (await fileExists(log)) await vscode.window.showTextDocument(vscode.Uri.file(log), { preview: true });
    else void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no log yet.', plain(runName(run))));
  }

  /** The file it was trained from, or, where that is gone or is a sweep's, what the run keeps of it. */
  private async openConfig(target: Target): Promise<void> {
    const run = await this.picker.one(target);
    const config = (run?.run ?? run?.sweep ?? run?.request)?.config;
    if (!run) return;
    if (!config) throw new UserError(vscode.l10n.t('{0}: nothing in this folder says what was trained', run.directory));
    if (!this.runs.isTrial(run.directory) && (await fileExists(config.file))) {
      await vscode.window.showTextDocument(vscode.Uri.file(config.file), { preview: true });
      return;
    }
    const document = await vscode.workspace.openTextDocument({ language: 'jsonc', content: config.text });
    await vscode.window.showTextDocument(document, { preview: true });
  }

  private async reveal(target: Target): Promise<void> {
    const run = await this.picker.one(target);
    if (!run) return;
    // Another machine's files cannot be shown in this one's file manager.
    const command = vscode.env.remoteName === undefined ? 'revealFileInOS' : 'revealInExplorer';
    await vscode.commands.executeCommand(command, vscode.Uri.file(run.directory));
  }

  private async rename(target: Target): Promise<void> {
    if (!(await requireTrust())) return;
    const run = await this.picker.one(target);
    if (!run || this.refusesTrial(run)) return;
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename Run'),
      value: runName(run),
      prompt: vscode.l10n.t('A name for {0}. Its folder keeps its own; empty: no name.', run.id),
      validateInput: (text) =>
        text.trim().length > MAX_NAME_LENGTH ? vscode.l10n.t('At most {0} characters', MAX_NAME_LENGTH) : undefined,
    });
    if (name === undefined) return;
    await writeRunName(run.directory, name);
    await this.runs.refresh();
  }

  private async delete(target: Target, selected?: readonly object[]): Promise<void> {
    if (!(await requireTrust())) return;
    const runs = await this.picker.several(target, selected);
    if (!runs || runs.length === 0 || runs.some((run) => this.refusesTrial(run))) return;
    const active = runs.find(mayTrain);
    if (active) return this.refuseActive(active);
    const detail = vscode.l10n.t('SAEs, metrics and checkpoints are deleted for good:\n{0}', directoriesOf(runs));
    const remove = vscode.l10n.t('Delete');
    if ((await vscode.window.showWarningMessage(deleteQuestion(runs), { modal: true, detail }, remove)) !== remove)
      return;
    // While the question was open, another window may have resumed one.
    await this.runs.refresh();
    const [resumed] = runs.flatMap(({ directory }) => this.runs.get(directory) ?? []).filter(mayTrain);
    if (resumed) return this.refuseActive(resumed);
    try {
      for (const { directory } of runs) {
        await vscode.workspace.fs.delete(vscode.Uri.file(directory), { recursive: true });
      }
    } finally {
      await this.runs.refresh();
    }
  }

  /** What becomes of a trial is its sweep's business: says so. */
  private refusesTrial({ directory, id }: RunSummary): boolean {
    if (!this.runs.isTrial(directory)) return false;
    const message = vscode.l10n.t('{0} is a trial of a sweep: stop, resume, rename or delete the sweep instead.', id);
    void vscode.window.showWarningMessage(plain(message));
    return true;
  }

  private async refuseActive(run: RunSummary): Promise<void> {
    const stop = vscode.l10n.t('Stop');
    const message = vscode.l10n.t('{0} is active: stop it first, then delete it.', plain(runName(run)));
    if ((await vscode.window.showWarningMessage(message, stop)) === stop) await this.stop(run);
  }
}

/** Whether a process trains it or is about to, or for all that is known may: it may have slept with its machine. */
function mayTrain({ state, status }: RunSummary): boolean {
  return isActive(state) || (state === 'dead' && status !== undefined && !isProcessGone(status, thisMachine));
}

function deleteQuestion(runs: readonly RunSummary[]): string {
  const [first, ...others] = runs;
  if (others.length > 0) return vscode.l10n.t('Delete {0} runs?', runs.length);
  const name = plain(runName(first!));
  return first!.kind === 'sweep'
    ? vscode.l10n.t('Delete the sweep {0} and all its trials?', name)
    : vscode.l10n.t('Delete the run {0}?', name);
}

function directoriesOf(runs: readonly RunSummary[]): string {
  const shown = runs.slice(0, 10).map(({ directory }) => directory);
  return [...shown, ...(runs.length > shown.length ? ['…'] : [])].join('\n');
}
