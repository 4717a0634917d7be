import * as vscode from 'vscode';
import type { ModelContent, ModelEntry, ModelLibrary } from './modelLibrary';
import { modelDescription, modelTooltip } from './modelText';

interface Group {
  readonly place: ModelEntry['place'];
  readonly entries: readonly ModelEntry[];
}

/** What the Models view shows: groups, and the models in them. */
export type ModelNode = Group | ModelEntry;

/** The Models view. */
export class ModelsTree implements vscode.TreeDataProvider<ModelNode> {
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(private readonly library: ModelLibrary) {
    this.onDidChangeTreeData = library.onDidChange;
  }

  async getChildren(node?: ModelNode): Promise<ModelNode[]> {
    if (node) return 'entries' in node ? [...node.entries] : [];
    const groups = await Promise.all(
      (['bundled', 'workspace'] as const).map(async (place) => ({ place, entries: await this.library.list(place) })),
    );
    return groups.filter(({ entries }) => entries.length > 0);
  }

  async getTreeItem(node: ModelNode): Promise<vscode.TreeItem> {
    return 'entries' in node ? groupItem(node) : modelItem(node, await this.library.read(node));
  }
}

function groupItem({ place }: Group): vscode.TreeItem {
  const label = place === 'bundled' ? vscode.l10n.t('Bundled') : vscode.l10n.t('Workspace');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${place}`;
  item.contextValue = 'group';
  return item;
}

function modelItem({ name, path }: ModelEntry, content: ModelContent): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = path;
  switch (content.kind) {
    case 'model':
      item.description = modelDescription(content.file);
      item.tooltip = modelTooltip(content.file);
      item.contextValue = 'model';
      item.iconPath = new vscode.ThemeIcon('circuit-board');
      break;
    case 'broken':
      item.description = vscode.l10n.t('no model');
      item.tooltip = content.reason;
      item.contextValue = 'noModel';
      item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
      break;
    case 'untrusted':
      item.description = vscode.l10n.t('not read: the workspace is not trusted');
      item.tooltip = path;
      item.contextValue = 'notRead';
      item.iconPath = new vscode.ThemeIcon('lock');
      break;
  }
  return item;
}
