import * as vscode from 'vscode';
import { sweepStateSchema } from '../../protocol/sweep';
import { webviewOptions } from '../panels/panelPage';
import { SweepExplorer, type SweepExplorerParts } from './sweepExplorer';

const VIEW_TYPE = 'quanta.sweep';

/** The open sweep explorers, one for each sweep; they come back when the window is reloaded. */
export class SweepExplorers implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly explorers = new Map<string, SweepExplorer>();
  private readonly serializer: vscode.Disposable;

  constructor(private readonly parts: SweepExplorerParts) {
    this.serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this);
  }

  /** Shows the trials of the sweep in a directory. */
  open(directory: string, preserveFocus = false): void {
    const open = this.explorers.get(directory);
    if (open) {
      open.reveal(preserveFocus);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, '', place, webviewOptions(this.parts.assets));
    this.fill(panel, directory);
  }

  /** Fills the panel of a window that was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { data } = sweepStateSchema.safeParse(state);
    const { runs, assets } = this.parts;
    await runs.loaded;
    // Only sweeps of this workspace: the state has been in the page's hands. And restored when it is looked at: another
    // panel may have been opened before.
    if (!data || runs.get(data.directory)?.kind !== 'sweep' || this.explorers.has(data.directory)) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(assets);
    this.fill(panel, data.directory);
  }

  dispose(): void {
    this.serializer.dispose();
    for (const explorer of this.explorers.values()) explorer.dispose();
  }

  private fill(panel: vscode.WebviewPanel, directory: string): void {
    const explorer = new SweepExplorer(panel, directory, this.parts);
    this.explorers.set(directory, explorer);
    panel.onDidDispose(() => {
      this.explorers.delete(directory);
      explorer.dispose();
    });
  }
}
