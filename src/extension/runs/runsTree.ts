import * as vscode from 'vscode';
import { canResume, isActive } from '../../core/run/activity';
import type { DisplayState } from '../../core/run/runStatus';
import type { RunChanges, RunCollection } from '../../store/runCollection';
import { runName, type RunSummary } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import { PREVIEW } from './runCommands';
import { modelNameOf, nameAmongItsModels } from './runModel';
import { openTitle, runDescription, runTooltip, shortDescription } from './runText';
import { moreItem, stateIcon, trialItem, trialTooltip, type MoreTrials, type TrialNode } from './trialItems';
import { TrialLists } from './trialLists';

/** Longer than the view takes from asking for what is in it to showing it. */
const FETCH_MILLISECONDS = 1000;

/** The runs of one model. */
export interface RunGroup {
  readonly model: string;
}

/** A run or a sweep; its files say all else. */
export interface RunNode {
  readonly directory: string;
}

type Node = RunGroup | RunNode | TrialNode | MoreTrials;

/**
 * The Runs view: the models that were trained on, the one with the newest run first, and under each its runs and sweeps;
 * under a sweep its trials, the best first.
 */
export class RunsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<RunNode[] | undefined>();
  private readonly unsubscribe: () => void;
  /** VS Code knows what changed by the very object that it was given. */
  private readonly nodes = new Map<string, RunNode>();
  private readonly trials = new TrialLists();
  private readonly shownUnder = new Map<string, string>();
  /** Changed, and not told yet. */
  private readonly changed = new Set<string>();
  private fetched = 0;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(private readonly runs: RunCollection) {
    this.unsubscribe = runs.onChange((changes) => this.update(changes));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    this.fetched = performance.now();
    if (node === undefined) return [...new Set(this.runs.all.map(modelNameOf))].map((model) => ({ model }));
    if ('more' in node || 'trial' in node) return [];
    if ('directory' in node) return this.trialsOf(node.directory);
    const ofModel = this.runs.all.filter((summary) => modelNameOf(summary) === node.model);
    return ofModel.map(({ directory }) => this.nodeOf(directory, node.model));
  }

  /** Made when somebody looks at it: the items themselves are made anew all the time. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if ('trial' in node) item.tooltip = trialTooltip(node);
    const summary = 'directory' in node ? this.runs.get(node.directory) : undefined;
    if (summary && !('trial' in node)) item.tooltip = runTooltip(summary);
    return item;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if ('model' in node) return groupItem(node);
    if ('more' in node) return moreItem(node);
    if ('trial' in node) return trialItem(node);
    const summary = this.runs.get(node.directory);
    // Deleted while the view asked.
    return summary ? runItem(summary) : new vscode.TreeItem(vscode.l10n.t('deleted'));
  }

  dispose(): void {
    this.unsubscribe();
    clearTimeout(this.timer);
    this.changeEmitter.dispose();
  }

  private async trialsOf(directory: string): Promise<Node[]> {
    const summary = this.runs.get(directory);
    if (summary?.kind !== 'sweep') return [];
    const { shown, more } = await this.trials.of(summary);
    // The view is given them only now.
    this.fetched = performance.now();
    return [...shown, ...(more > 0 ? [{ more, sweep: directory }] : [])];
  }

  private update(changes: RunChanges): void {
    const isShown = ({ directory }: RunSummary) => !this.runs.isTrial(directory);
    const [added, changed, removed] = [changes.added, changes.changed, changes.removed].map((of) => of.filter(isShown));
    this.show({ added: added!, changed: changed!, removed: removed! });
  }

  private show({ added, changed, removed }: RunChanges): void {
    const stays = (run: RunSummary) => this.shownUnder.get(run.directory) === modelNameOf(run);
    if (added.length === 0 && removed.length === 0 && changed.every(stays)) {
      for (const { directory } of changed) this.changed.add(directory);
      this.tellChanged();
      return;
    }
    for (const { directory } of removed) {
      this.nodes.delete(directory);
      this.trials.forget(directory);
    }
    this.changed.clear();
    this.fetched = performance.now();
    this.changeEmitter.fire(undefined);
  }

  /**
   * Only of the runs that changed: all else stays as it is, what is selected too. A run that the view is just fetching
   * it cannot take news of, and reports an error.
   */
  private tellChanged(): void {
    const left = this.fetched + FETCH_MILLISECONDS - performance.now();
    if (left > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.tellChanged();
      }, left);
      return;
    }
    const nodes = [...this.changed].flatMap((directory) => this.nodes.get(directory) ?? []);
    this.changed.clear();
    if (nodes.length > 0) this.changeEmitter.fire(nodes);
  }

  private nodeOf(directory: string, model: string): RunNode {
    const node = this.nodes.get(directory) ?? { directory };
    this.nodes.set(directory, node);
    this.shownUnder.set(directory, model);
    return node;
  }
}

function groupItem({ model }: RunGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(model, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `model:${model}`;
  item.contextValue = 'group';
  return item;
}

function runItem(summary: RunSummary): vscode.TreeItem {
  const { directory, kind, state, hasSae } = summary;
  const item = new vscode.TreeItem(nameAmongItsModels(summary));
  if (kind === 'sweep') item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  item.id = directory;
  item.description = shortDescription(summary);
  item.accessibilityInformation = { label: `${runName(summary)}, ${runDescription(summary)}` };
  item.iconPath = kind === 'sweep' && state === 'done' ? stateIcon('beaker', 'charts.green') : icon(state);
  item.contextValue = [
    kind === 'sweep' ? 'sweep' : 'run',
    ...(isActive(state) ? ['stoppable'] : []),
    ...(canResume(state) ? ['resumable'] : []),
    ...(hasSae ? ['explorable'] : []),
    ...(hasSae && !isActive(state) ? ['analysable'] : []),
  ].join(' ');
  item.command = {
    command: COMMANDS.openRun,
    title: openTitle(summary),
    arguments: [{ directory }, PREVIEW],
  };
  return item;
}

function icon(state: DisplayState): vscode.ThemeIcon {
  const icons: Readonly<Record<DisplayState, readonly [string, string?]>> = {
    queued: ['clock'],
    running: ['sync~spin', 'charts.blue'],
    stopping: ['sync~spin', 'charts.yellow'],
    stopped: ['debug-pause', 'charts.yellow'],
    done: ['pass', 'charts.green'],
    failed: ['error', 'list.errorForeground'],
    dead: ['error', 'list.errorForeground'],
    unknown: ['question'],
  };
  return stateIcon(...icons[state]);
}
