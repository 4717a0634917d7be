import * as vscode from 'vscode';
import { dashboardStateSchema } from '../../protocol/dashboard';
import type { RunCollection } from '../../store/runCollection';
import type { RunPicker } from '../runs/pickRuns';
import type { ErrorReporter } from '../userErrors';
import { Dashboard } from './dashboard';
import { webviewAssets, webviewOptions } from './panelPage';

const VIEW_TYPE = 'quanta.dashboard';

/** The open run dashboards; they come back when the window is reloaded. */
export class Dashboards implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly dashboards = new Set<Dashboard>();
  private readonly serializer: vscode.Disposable;
  private readonly assets: vscode.Uri;

  constructor(
    extension: vscode.Uri,
    private readonly runs: RunCollection,
    private readonly picker: RunPicker,
    private readonly reporter: ErrorReporter,
  ) {
    this.assets = webviewAssets(extension);
    this.serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this);
  }

  /** Shows a dashboard of these runs: the one that is open, where there is one of just these. */
  open(directories: readonly string[], preserveFocus = false): void {
    const open = this.find(directories);
    if (open) {
      open.reveal(preserveFocus);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, '', place, webviewOptions(this.assets));
    this.fill(panel, directories);
  }

  /** Fills the panel of a window that was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { success, data } = dashboardStateSchema.safeParse(state);
    await this.runs.loaded;
    panel.webview.options = webviewOptions(this.assets);
    // Only runs of this workspace: the state has been in the page's hands.
    const runs = await Promise.all((success ? data.directories : []).map((directory) => this.runs.find(directory)));
    const directories = runs.flatMap((run) => (run?.kind === 'sae' ? run.directory : []));
    // Restored when it is looked at: another one may have been opened before.
    if (this.find(directories)) panel.dispose();
    else this.fill(panel, directories);
  }

  dispose(): void {
    this.serializer.dispose();
    for (const dashboard of this.dashboards) dashboard.dispose();
  }

  private find(directories: readonly string[]): Dashboard | undefined {
    return [...this.dashboards].find((dashboard) => dashboard.shows(directories));
  }

  private fill(panel: vscode.WebviewPanel, directories: readonly string[]): void {
    const dashboard = new Dashboard(panel, this.assets, directories, this.runs, this.picker, this.reporter);
    this.dashboards.add(dashboard);
    panel.onDidDispose(() => {
      this.dashboards.delete(dashboard);
      dashboard.dispose();
    });
  }
}
