import * as vscode from 'vscode';
import type { RunCollection } from '../../store/runCollection';
import { runName, type RunSummary } from '../../store/runList';
import { runDescription } from './runText';
import type { RunGroup, RunNode } from './runsTree';

/** What a command is called on: what the view shows and a key or a menu was used on, or nothing (by the palette). */
export type Target = RunNode | RunGroup | undefined;

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
    await this.runs.loaded;
    if (target) return (await this.runsOf([target]))[0];
    const items = this.items(suits);
    if (items.length === 0) {
      sayNone();
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which run?') });
    return picked?.run;
  }

  /**
   * As `one`, with as many as are selected in the view where the target is one of them, or as the user picks.
   *
   * @param selected as a menu says; a key says nothing
   */
  async several(target: Target, selected = this.selection()): Promise<RunSummary[] | undefined> {
    if (target === undefined) return this.pickSeveral();
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

  /**
   * Runs to show together, which sweeps are none of.
   *
   * @param preselected directories of the runs that are ticked already; trials of sweeps are offered only so
   */
  async pickSeveral(preselected: readonly string[] = []): Promise<RunSummary[] | undefined> {
    const trials = await this.runsOf(
      preselected.filter((directory) => this.runs.isTrial(directory)).map((directory) => ({ directory })),
    );
    const items = this.items(({ kind }) => kind === 'sae', trials).map((item) => ({
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

  private async runsOf(nodes: readonly object[]): Promise<RunSummary[]> {
    const runs = nodes.map(async (node) =>
      'directory' in node ? ((await this.runs.find((node as RunNode).directory)) ?? []) : [],
    );
    return (await Promise.all(runs)).flat();
  }

  private items(suits: (run: RunSummary) => boolean, beside: readonly RunSummary[] = []) {
    return [...beside, ...this.runs.all]
      .filter(suits)
      .map((run) => ({ label: runName(run), description: runDescription(run), detail: run.id, run }));
  }
}

function sayNone(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no such run in this workspace.'));
}
