import { basename, dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/errors';
import { askedSweep } from '../../core/run/askedConfig';
import { fileExists } from '../../store/fileExists';
import { runPaths } from '../../store/runDirectory';
import type { RunSummary } from '../../store/runList';
import type { ReadTrial } from '../../store/sweepReading';
import { writeNewFile } from '../train/configFiles';
import { requireTrust } from '../trust';
import { longerConfigText, trialConfigText } from './trialConfig';

const MOST_EPOCHS = 100_000;

/** What can be done with a trial of a sweep, beside what can be done with any run. */
export class TrialActions {
  /** @param start trains what a config file describes */
  constructor(private readonly start: (file: vscode.Uri) => Promise<void>) {}

  /** Opens a trial's config as a new file, which is not saved yet. */
  async copyConfig(sweep: RunSummary, { trial }: ReadTrial): Promise<void> {
    const { name, search } = plan(sweep);
    const content = trialConfigText({ config: name, trial: trial.trial }, search, trial.parameters);
    const document = await vscode.workspace.openTextDocument({ language: 'jsonc', content });
    await vscode.window.showTextDocument(document);
  }

  /** Asks for how many epochs, and trains a run of its own that begins with the trial's SAE. */
  async trainLonger(sweep: RunSummary, { trial, directory }: ReadTrial): Promise<void> {
    if (!(await requireTrust())) return;
    const { file, name, search } = plan(sweep);
    const { sae } = runPaths(directory);
    if (!(await fileExists(sae))) {
      throw new UserError(vscode.l10n.t('Trial {0} has no SAE yet: it gets one where its training ends.', trial.trial));
    }
    const folder = dirname(file);
    if (!(await fileExists(folder))) {
      throw new UserError(vscode.l10n.t('{0}: there is no such folder any more to keep the config in', folder));
    }
    const epochs = await askEpochs(trial.trial, usualEpochs(sweep, trial));
    if (epochs === undefined) return;
    const initFrom = relative(folder, sae).split(sep).join('/');
    const of = { config: name, trial: trial.trial };
    const text = longerConfigText(of, search, trial.parameters, { initFrom, epochs });
    const stem = `${name.replace(/(\.quanta)?\.json$/, '')}-trial${trial.trial}-longer`;
    await this.start(vscode.Uri.file(await writeNewFile(folder, stem, text)));
  }
}

function plan({ directory, sweep, request }: RunSummary) {
  const config = (sweep ?? request)?.config;
  const search = askedSweep(config);
  if (!config || !search) {
    throw new UserError(vscode.l10n.t('{0}: what this sweep searches cannot be read', directory));
  }
  return { file: config.file, name: basename(config.file), search };
}

/** As many as the trial has trained, at most. */
function usualEpochs({ sweep }: RunSummary, { parameters }: ReadTrial['trial']): number {
  return Number(parameters.num_epochs ?? sweep?.first.num_epochs ?? 10);
}

async function askEpochs(trial: number, usual: number): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Train Trial {0} Longer', trial),
    prompt: vscode.l10n.t('For how many more epochs?'),
    value: String(usual),
    validateInput: (text) =>
      /^[1-9]\d*$/.test(text.trim()) && Number(text) <= MOST_EPOCHS
        ? undefined
        : vscode.l10n.t('A whole number from 1 to {0}', MOST_EPOCHS),
  });
  return answer === undefined ? undefined : Number(answer);
}
