import * as vscode from 'vscode';
import { fromDashboardSchema, type FromDashboard, type ToDashboard } from '../../protocol/dashboard';
import type { RunChanges, RunCollection } from '../../store/runCollection';
import { runName } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import type { RunPicker } from '../runs/pickRuns';
import type { ErrorReporter } from '../userErrors';
import { PanelPage, translations } from './panelPage';
import { RunFeed } from './runFeed';

/** A run writes a line of metrics about once a second. */
const FOLLOW_MILLISECONDS = 1000;

/** What the page's buttons do for one run. */
const COMMAND_OF = {
  stop: COMMANDS.stopRun,
  resume: COMMANDS.resumeRun,
  showLog: COMMANDS.showRunLog,
  openConfig: COMMANDS.openRunConfig,
  exploreNeurons: COMMANDS.exploreNeurons,
} as const;

/** One panel with the curves of one run or several. It keeps nothing: the page is told what the runs' files say. */
export class Dashboard implements vscode.Disposable {
  private readonly feeds = new Map<string, RunFeed>();
  /** What lets trials go that are known only because they are shown here. */
  private readonly kept = new Map<string, () => void>();
  private readonly subscriptions: { dispose(): void }[] = [];
  private readonly page: PanelPage<ToDashboard>;
  private isFollowing = false;
  private isDisposed = false;

  /**
   * @param assets the folder of the page's script and styles
   * @param directories of the runs to show
   */
  constructor(
    private readonly panel: vscode.WebviewPanel,
    assets: vscode.Uri,
    directories: readonly string[],
    private readonly runs: RunCollection,
    private readonly picker: RunPicker,
    private readonly reporter: ErrorReporter,
  ) {
    for (const directory of directories) this.add(directory);
    this.nameTab();
    const source = { assets, name: 'dashboard' };
    this.page = new PanelPage(
      panel,
      source,
      (message) => this.receive(message),
      (fault) => reporter.log(fault),
    );
    const timer = setInterval(() => this.follow(), FOLLOW_MILLISECONDS);
    this.subscriptions.push(
      this.page,
      new vscode.Disposable(() => clearInterval(timer)),
      new vscode.Disposable(runs.onChange((changes) => this.tellChanges(changes))),
    );
  }

  /** Whether it shows these runs and no others, in whatever order. */
  shows(directories: readonly string[]): boolean {
    return directories.length === this.feeds.size && directories.every((directory) => this.feeds.has(directory));
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    this.isDisposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const release of this.kept.values()) release();
  }

  private add(directory: string): void {
    this.feeds.set(directory, new RunFeed(directory));
    this.kept.set(directory, this.runs.keep(directory));
  }

  private drop(directory: string): void {
    this.feeds.delete(directory);
    this.kept.get(directory)?.();
    this.kept.delete(directory);
  }

  private receive(message: unknown): void {
    const { success, data, error } = fromDashboardSchema.safeParse(message);
    if (!success) this.reporter.log(new Error(`the dashboard sent a message that it must not send: ${error.message}`));
    else if (!('directory' in data) || this.feeds.has(data.directory)) this.obey(data);
  }

  private obey(message: FromDashboard): void {
    switch (message.type) {
      case 'ready':
        this.page.begin();
        this.isFollowing = false;
        this.tellAll();
        break;
      case 'remove':
        this.remove(message.directory);
        break;
      case 'addRuns':
        void this.choose().catch((error: unknown) => this.reporter.show(error));
        break;
      case 'failed':
        this.reporter.log(new Error(`the dashboard failed: ${message.message}`));
        break;
      default:
        void vscode.commands.executeCommand(COMMAND_OF[message.type], { directory: message.directory });
    }
  }

  /** Everything, for a page that has nothing. */
  private tellAll(): void {
    const shown = [...this.feeds].flatMap(([directory, feed]) => {
      const summary = this.runs.get(directory);
      return summary ? [{ feed, summary }] : [];
    });
    this.page.send(() => [
      {
        type: 'snapshot',
        runs: shown.map(({ feed, summary }) => feed.view(summary)),
        translations: translations(),
      },
    ]);
    for (const { feed } of shown) this.page.send(() => this.ofShown(feed, feed.everything()));
  }

  /** What the runs that train have written since; on a slow disk, once what was asked for before has come. */
  private follow(): void {
    if (!this.page.hears() || this.isFollowing) return;
    this.isFollowing = true;
    for (const [directory, feed] of this.feeds) {
      const state = this.runs.get(directory)?.state;
      if (state === 'running' || state === 'stopping') this.page.send(() => this.ofShown(feed, feed.news()));
    }
    this.page.send(() => {
      this.isFollowing = false;
      return [];
    });
  }

  /** Nothing of a run that has been taken out meanwhile. */
  private async ofShown(feed: RunFeed, messages: Promise<ToDashboard[]>): Promise<ToDashboard[]> {
    const all = await messages;
    return this.feeds.get(feed.directory) === feed ? all : [];
  }

  private tellChanges({ added, changed, removed }: RunChanges): void {
    for (const { directory } of removed) if (this.feeds.has(directory)) this.remove(directory);
    if (removed.length > 0 && this.feeds.size === 0) {
      this.panel.dispose();
      return;
    }
    // A trial is known only some time after it was asked for.
    if (added.some(({ directory }) => this.feeds.has(directory))) {
      this.nameTab();
      this.tellAll();
    }
    for (const summary of changed) {
      const feed = this.feeds.get(summary.directory);
      if (!feed) continue;
      this.nameTab();
      this.page.send(async () => this.ofShown(feed, feed.newsWith(summary)));
    }
  }

  private remove(directory: string): void {
    this.drop(directory);
    this.nameTab();
    this.page.send(() => [{ type: 'removed', directory }]);
  }

  private async choose(): Promise<void> {
    const chosen = await this.picker.pickSeveral([...this.feeds.keys()]);
    if (!chosen || this.isDisposed) return;
    const directories = chosen.map(({ directory }) => directory);
    for (const directory of [...this.feeds.keys()]) if (!directories.includes(directory)) this.drop(directory);
    for (const directory of directories) if (!this.feeds.has(directory)) this.add(directory);
    this.nameTab();
    this.tellAll();
  }

  private nameTab(): void {
    const summaries = [...this.feeds.keys()].flatMap((directory) => this.runs.get(directory) ?? []);
    const [only, ...others] = summaries;
    if (only)
      this.panel.title = others.length === 0 ? runName(only) : vscode.l10n.t('Compare {0} Runs', summaries.length);
    else this.panel.title = vscode.l10n.t('Runs');
  }
}
