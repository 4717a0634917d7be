import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';

/** The extension looks at all runs every three seconds. */
const PATIENCE_MILLISECONDS = 15_000;

/** Waits until something is so, as long as the extension may take to see it. */
export async function until(isSo: () => boolean): Promise<void> {
  const begin = performance.now();
  while (!isSo()) {
    if (performance.now() - begin > PATIENCE_MILLISECONDS) throw new Error(`waited in vain: ${String(isSo)}`);
    await wait(20);
  }
}

/** What is found in place of a panel: its page says what a test says, and keeps what it is told. */
export class PanelDouble<Messages extends { readonly to: unknown; readonly from: unknown }> {
  readonly told: Messages['to'][] = [];
  isDisposed = false;
  private visible = true;
  private readonly received = new vscode.EventEmitter<unknown>();
  private readonly viewState = new vscode.EventEmitter<undefined>();

  asPanel(): vscode.WebviewPanel {
    const isVisible = () => this.visible;
    const webview = {
      html: '',
      cspSource: 'https://page.test',
      asWebviewUri: (uri: vscode.Uri) => uri,
      onDidReceiveMessage: this.received.event,
      postMessage: (message: Messages['to']) => {
        this.told.push(message);
        return Promise.resolve(true);
      },
    };
    return {
      webview,
      title: '',
      get visible() {
        return isVisible();
      },
      onDidChangeViewState: this.viewState.event,
      reveal: () => undefined,
      dispose: () => (this.isDisposed = true),
    } as unknown as vscode.WebviewPanel;
  }

  say(message: Messages['from']): void {
    this.received.fire(message);
  }

  hide(): void {
    this.visible = false;
    this.viewState.fire(undefined);
  }

  /** All that the page was told, once that are so many messages. */
  async messages(count: number): Promise<readonly Messages['to'][]> {
    await until(() => this.told.length >= count);
    return this.told;
  }
}
