import * as vscode from 'vscode';
import { canResume, isActive } from '../../core/run/activity';
import type { DisplayState } from '../../core/run/runStatus';
import type { RunCollection } from '../../store/runCollection';
import { runName, type RunSummary } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import { PREVIEW } from './runCommands';
import { modelNameOf, nameAmongItsModels } from './runModel';
import { runDescription, runTooltip, shortDescription } from './runText';

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
  private readonly changeEmitter = new vscode.EventEmitter<void>();
  private readonly unsubscribe: () => void;

  /** Always of all of it: of a single run it would be an error while the view has not fetched that run yet. */
  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(private readonly runs: RunCollection) {
    this.unsubscribe = runs.onChange(() => this.changeEmitter.fire());
  }

  getChildren(node?: RunGroup | RunNode): (RunGroup | RunNode)[] {
    if (node === undefined) return [...new Set(this.runs.all.map(modelNameOf))].map((model) => ({ model }));
    if ('directory' in node) return [];
    const ofModel = this.runs.all.filter((summary) => modelNameOf(summary) === node.model);
    return ofModel.map(({ directory }) => ({ directory }));
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
    this.changeEmitter.dispose();
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
