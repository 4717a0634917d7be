import * as vscode from 'vscode';
import type { RunCollection } from '../../store/runCollection';
import { runName, type RunSummary } from '../../store/runList';
import { runDescription } from './runText';
import type { RunNode } from './runsTree';

/** What a command is called on: a run, what is selected in the view (by a key there), or nothing (by the palette). */
export type Target = RunNode | 'selection' | undefined;

/** Which runs a command is about: those it was called on, else those that the user picks. */
export class RunPicker {
  /** @param selection what is selected in the Runs view */
  constructor(
    private readonly runs: RunCollection,
    private readonly selection: () => readonly object[],
  ) {}

  /**
   * @param suits which runs the command can be used on
   * @returns undefined where the user turned away, or there is none
   */
  async one(target: Target, suits: (run: RunSummary) => boolean = () => true): Promise<RunSummary | undefined> {
    if (target === 'selection') return this.runsOf(this.selection())[0];
    if (target) return this.runs.get(target.directory);
    const items = this.items(suits);
    if (items.length === 0) {
      sayNone();
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which run?') });
    return picked?.run;
  }

  /**
   * As `one`, with as many as are selected in the view, or as the user picks.
   *
   * @param selected what is selected besides, where the target is one of them
   */
  async several(target: Target, selected: readonly object[] = []): Promise<RunSummary[] | undefined> {
    if (target === undefined) return this.pickSeveral();
    if (target === 'selection') return this.runsOf(this.selection());
    return this.runsOf(selected.includes(target) ? selected : [target]);
  }

  /** One that the user picks; those that the command was called on, as far as it can be used on them. */
  async oneOrSelected(
    target: Target,
    selected: readonly object[] | undefined,
    suits: (run: RunSummary) => boolean,
  ): Promise<RunSummary[]> {
    if (target !== undefined) return ((await this.several(target, selected)) ?? []).filter(suits);
    const run = await this.one(target, suits);
    return run ? [run] : [];
  }

  /** @param preselected directories of the runs that are ticked already */
  async pickSeveral(preselected: readonly string[] = []): Promise<RunSummary[] | undefined> {
    const items = this.items(() => true).map((item) => ({
      ...item,
      picked: preselected.includes(item.run.directory),
    }));
    if (items.length === 0) {
      sayNone();
      return undefined;
    }
    const options = { placeHolder: vscode.l10n.t('Which runs?'), canPickMany: true } as const;
    const picked = await vscode.window.showQuickPick(items, options);
    return picked?.map(({ run }) => run);
  }

  private runsOf(nodes: readonly object[]): RunSummary[] {
    return nodes.flatMap((node) => ('directory' in node ? (this.runs.get((node as RunNode).directory) ?? []) : []));
  }

  private items(suits: (run: RunSummary) => boolean) {
    return this.runs.all
      .filter(suits)
      .map((run) => ({ label: runName(run), description: runDescription(run), detail: run.id, run }));
  }
}

function sayNone(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no such run in this workspace.'));
}
