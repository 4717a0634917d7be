import * as vscode from 'vscode';
import * as z from 'zod';
import { UserError } from '../../core/errors';
import type { QualityFile } from '../../core/run/qualityFile';
import type { QualityFiles } from '../../store/qualityFiles';
import type { RunCollection } from '../../store/runCollection';
import { runName, type RunSummary } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import { plain } from '../notificationText';
import { runDescription } from '../runs/runText';
import type { Explorers } from './explorers';

const count = z.int().min(0);

/** What the command is given by the Runs view, a dashboard, a link, or another extension. */
const targetSchema = z.object({ directory: z.string().min(1), neuron: count.optional(), position: count.optional() });

/** "Quanta: Explore Neurons": of the run or the folder that it is called on, else of a run that the user picks. */
export class ExploreCommand {
  constructor(
    private readonly runs: RunCollection,
    private readonly qualities: QualityFiles,
    private readonly explorers: Explorers,
  ) {}

  async run(target?: unknown): Promise<void> {
    const { data } = targetSchema.safeParse(target);
    if (!data) {
      const run = await this.pick();
      if (run) await this.explorers.open(run.directory);
      return;
    }
    const { directory, neuron, position = null } = data;
    const run = await this.runs.find(directory);
    if (run?.kind === 'sweep') {
      throw new UserError(vscode.l10n.t('{0} is a sweep: choose one of its trials.', plain(runName(run))));
    }
    if (run && !run.hasSae) {
      throw new UserError(
        vscode.l10n.t('{0} has no SAE yet: it gets one where its training ends or is stopped.', plain(runName(run))),
      );
    }
    await this.explorers.open(directory, neuron === undefined ? undefined : { neuron, position });
  }

  private async pick(): Promise<RunSummary | undefined> {
    await this.runs.loaded;
    const runs = this.runs.all.filter(({ hasSae }) => hasSae);
    if (runs.length === 0) {
      await offerToTrain();
      return undefined;
    }
    const analysed = runs.map(async (run) => ({ run, quality: await this.qualities.read(run.directory) }));
    const items = (await Promise.all(analysed))
      .map(({ run, quality }) => ({
        label: runName(run),
        description: runDescription(run),
        detail: `${depthText(quality)} · ${run.id}`,
        rank: rankOf(quality),
        run,
      }))
      .sort((a, b) => b.rank - a.rank);
    const placeHolder = vscode.l10n.t('Whose neurons?');
    return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.run;
  }
}

async function offerToTrain(): Promise<void> {
  const train = vscode.l10n.t('Train SAE');
  const message = vscode.l10n.t('No run of this workspace has an SAE yet.');
  if ((await vscode.window.showInformationMessage(message, train)) === train) {
    await vscode.commands.executeCommand(COMMANDS.trainSae);
  }
}

/** The deeper the analysis, the higher; among equals the newest run stays first. */
function rankOf(quality: QualityFile | undefined): number {
  if (!quality) return 0;
  return quality.labels === null ? 1 : 2;
}

function depthText(quality: QualityFile | undefined): string {
  if (!quality) return vscode.l10n.t('not analysed');
  const { labels } = quality;
  if (labels === null) return vscode.l10n.t('statistics only');
  return vscode.l10n.t('{0} labels, {1} proved', labels.labelled, labels.proved);
}
