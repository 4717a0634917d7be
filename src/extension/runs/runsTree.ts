import * as vscode from 'vscode';
import { canResume, isActive } from '../../core/run/activity';
import type { DisplayState } from '../../core/run/runStatus';
import type { RunChanges, RunCollection } from '../../store/runCollection';
import { runName, type RunSummary } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import { PREVIEW } from './runCommands';
import { modelNameOf, nameAmongItsModels } from './runModel';
import { runDescription, runTooltip, shortDescription } from './runText';

/** Longer than the view takes from asking for what is in it to showing it. */
const FETCH_MILLISECONDS = 1000;

/** The runs of one model. */
export interface RunGroup {
  readonly model: string;
}

/** A run; its files say all else. */
export interface RunNode {
  readonly directory: string;
}

/** The Runs view: the models that were trained on, the one with the newest run first, and under each its runs. */
export class RunsTree implements vscode.TreeDataProvider<RunGroup | RunNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<RunNode[] | undefined>();
  private readonly unsubscribe: () => void;
  /** VS Code knows what changed by the very object that it was given. */
  private readonly nodes = new Map<string, RunNode>();
  private readonly shownUnder = new Map<string, string>();
  /** Changed, and not told yet. */
  private readonly changed = new Set<string>();
  private fetched = 0;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(private readonly runs: RunCollection) {
    this.unsubscribe = runs.onChange((changes) => this.update(changes));
  }

  getChildren(node?: RunGroup | RunNode): (RunGroup | RunNode)[] {
    this.fetched = performance.now();
    if (node === undefined) return [...new Set(this.runs.all.map(modelNameOf))].map((model) => ({ model }));
    if ('directory' in node) return [];
    const ofModel = this.runs.all.filter((summary) => modelNameOf(summary) === node.model);
    return ofModel.map(({ directory }) => this.nodeOf(directory, node.model));
  }

  /** Made when somebody looks at it: the items themselves are made anew all the time. */
  resolveTreeItem(item: vscode.TreeItem, node: RunGroup | RunNode): vscode.TreeItem {
    const summary = 'directory' in node ? this.runs.get(node.directory) : undefined;
    if (summary) item.tooltip = runTooltip(summary);
    return item;
  }

  getTreeItem(node: RunGroup | RunNode): vscode.TreeItem {
    if ('model' in node) return groupItem(node);
    const summary = this.runs.get(node.directory);
    // Deleted while the view asked.
    return summary ? runItem(summary) : new vscode.TreeItem(vscode.l10n.t('deleted'));
  }

  dispose(): void {
    this.unsubscribe();
    clearTimeout(this.timer);
    this.changeEmitter.dispose();
  }

  private update({ added, changed, removed }: RunChanges): void {
    const stays = (run: RunSummary) => this.shownUnder.get(run.directory) === modelNameOf(run);
    if (added.length === 0 && removed.length === 0 && changed.every(stays)) {
      for (const { directory } of changed) this.changed.add(directory);
      this.tellChanged();
      return;
    }
    for (const { directory } of removed) this.nodes.delete(directory);
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
  const { directory, state } = summary;
  const item = new vscode.TreeItem(nameAmongItsModels(summary));
  item.id = directory;
  item.description = shortDescription(summary);
  item.accessibilityInformation = { label: `${runName(summary)}, ${runDescription(summary)}` };
  item.iconPath = icon(state);
  item.contextValue = [
    'run',
    ...(isActive(state) ? ['stoppable'] : []),
    ...(canResume(state) ? ['resumable'] : []),
  ].join(' ');
  item.command = {
    command: COMMANDS.openRun,
    title: vscode.l10n.t('Open Run Dashboard'),
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
  const [id, color] = icons[state];
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}
