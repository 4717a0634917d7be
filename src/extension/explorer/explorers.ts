import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { explorerStateSchema } from '../../protocol/explorer';
import { webviewOptions } from '../panels/panelPage';
import { Explorer, type ExplorerParts, type Place } from './explorer';

const VIEW_TYPE = 'quanta.explorer';

/** Folders outside of the workspace's runs that a command was given: their panels may come back, too. */
const GIVEN = 'exploredFolders';
const MOST_GIVEN = 50;

/** The open neuron explorers, one for each folder; they come back when the window is reloaded. */
export class Explorers implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly explorers = new Map<string, Explorer>();
  private readonly serializer: vscode.Disposable;

  constructor(private readonly parts: ExplorerParts) {
    this.serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this);
  }

  /**
   * Shows the neurons of the SAE in a folder.
   *
   * @param place a neuron to begin with; where none is given, what was looked at last
   */
  async open(folder: string, place?: Place): Promise<void> {
    const directory = resolve(folder);
    if (!(await this.parts.runs.find(directory))) await this.remember(directory);
    const open = this.explorers.get(directory);
    if (open) {
      open.reveal(place);
      return;
    }
    const options = webviewOptions(this.parts.assets);
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, '', vscode.ViewColumn.Active, options);
    this.fill(panel, directory).show(place);
  }

  /** Fills the panel of a window that was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { data } = explorerStateSchema.safeParse(state);
    await this.parts.runs.loaded;
    // Only what the user has opened: the state has been in the page's hands.
    const mayOpen = data && ((await this.parts.runs.find(data.directory)) ?? this.given.includes(data.directory));
    // Restored when it is looked at: another one may have been opened before.
    if (!mayOpen || this.explorers.has(data.directory)) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.parts.assets);
    this.fill(panel, data.directory);
  }

  dispose(): void {
    this.serializer.dispose();
    for (const explorer of this.explorers.values()) explorer.dispose();
  }

  private fill(panel: vscode.WebviewPanel, directory: string): Explorer {
    const explorer = new Explorer(panel, directory, this.parts);
    this.explorers.set(directory, explorer);
    panel.onDidDispose(() => {
      this.explorers.delete(directory);
      explorer.dispose();
    });
    return explorer;
  }

  private get given(): readonly string[] {
    return this.parts.memento.get<readonly string[]>(GIVEN, []);
  }

  private async remember(directory: string): Promise<void> {
    const others = this.given.filter((other) => other !== directory);
    await this.parts.memento.update(GIVEN, [directory, ...others].slice(0, MOST_GIVEN));
  }
}
