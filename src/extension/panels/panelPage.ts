import * as vscode from 'vscode';
import { webviewHtml } from './webviewHtml';

/** A page that the extension has in `dist/webview`. */
export interface PageSource {
  /** The folder of the page's script and styles. */
  readonly assets: vscode.Uri;
  /** Their name in it. */
  readonly name: string;
}

/**
 * The page of a panel, which keeps nothing: it says when it is ready, and is told everything then. One message after
 * another: what changes while a snapshot is being sent comes after it. Nothing is told while there is nobody to hear it.
 */
export class PanelPage<ToPage> implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private isReady = false;
  private isDisposed = false;
  private sending: Promise<void> = Promise.resolve();

  /**
   * @param panel with its title
   * @param receive is given what the page says, unchecked
   * @param onFault is told what goes wrong while messages are made or sent
   */
  constructor(
    private readonly panel: vscode.WebviewPanel,
    { assets, name }: PageSource,
    receive: (message: unknown) => void,
    private readonly onFault: (fault: unknown) => void,
  ) {
    panel.iconPath = vscode.Uri.joinPath(assets, '..', '..', 'media', 'icon.png');
    this.subscriptions = [
      panel.webview.onDidReceiveMessage(receive),
      // A page that is out of sight is gone; a new one says when it is ready.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = false;
      }),
    ];
    panel.webview.html = webviewHtml(panel.webview, assets, name, panel.title);
  }

  /** Whether there is a page that has said that it is ready. */
  hears(): boolean {
    return this.isReady && !this.isDisposed;
  }

  /** The page has said that it is ready. */
  begin(): void {
    this.isReady = true;
  }

  /** Sends messages after all those before, where there is a page by then. */
  send(messages: () => readonly ToPage[] | Promise<readonly ToPage[]>): void {
    this.sending = this.sending.then(async () => {
      try {
        if (!this.hears()) return;
        for (const message of await messages()) if (this.hears()) await this.panel.webview.postMessage(message);
      } catch (error) {
        this.onFault(error);
      }
    });
  }

  dispose(): void {
    this.isDisposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** The folder of the pages' scripts and styles. */
export function webviewAssets(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** What a page may do: run our scripts, and read nothing but our files. */
export function webviewOptions(assets: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [assets] };
}

/** The texts of the display language by their English ones; none where that is English. */
export function translations(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(vscode.l10n.bundle ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
