import * as vscode from 'vscode';
import { isActive } from '../../core/run/activity';
import { UserError } from '../../core/errors';
import { runName, type RunSummary } from '../../store/runList';
import type { RunPicker, Target } from '../runs/pickRuns';
import { requireTrust } from '../trust';
import type { Analyses } from './analyses';
import { analyseWithProgress, offerToExplore } from './analysisProgress';

/** "Quanta: Analyse Run": looks for labels of a run's neurons and proves them, whatever was analysed after training. */
export class AnalyseCommand {
  constructor(
    private readonly analyses: Analyses,
    private readonly picker: RunPicker,
  ) {}

  /** @throws UserError saying why the run cannot be analysed */
  async run(target: Target): Promise<void> {
    if (!(await requireTrust())) return;
    const run = await this.picker.one(target, isAnalysable);
    if (!run) return;
    const name = runName(run);
    if (!isAnalysable(run)) {
      throw new UserError(
        isActive(run.state)
          ? vscode.l10n.t('{0} cannot be analysed while it trains: wait for its end, or stop it.', name)
          : vscode.l10n.t('{0} cannot be analysed: it has no SAE yet.', name),
      );
    }
    const { Notification } = vscode.ProgressLocation;
    const isDone = await analyseWithProgress(this.analyses, { directory: run.directory, name }, Notification);
    if (isDone) void offerToExplore(run.directory, name);
  }
}

function isAnalysable({ hasSae, state }: RunSummary): boolean {
  return hasSae && !isActive(state);
}
