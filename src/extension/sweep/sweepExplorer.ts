import * as vscode from 'vscode';
import { fromSweepSchema, type FromSweep, type ToSweep } from '../../protocol/sweep';
import type { RunChanges, RunCollection } from '../../store/runCollection';
import { runName } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import { PanelPage, translations } from '../panels/panelPage';
import { savePage } from '../panels/savePage';
import type { ErrorReporter } from '../userErrors';
import { SweepFeed } from './sweepFeed';
import type { TrialActions } from './trialActions';

/** As often as a run writes its metrics. */
const LOOK_MILLISECONDS = 1000;

/** What the page's buttons do for the sweep. */
const COMMAND_OF = {
  stop: COMMANDS.stopRun,
  resume: COMMANDS.resumeRun,
  showLog: COMMANDS.showRunLog,
  openConfig: COMMANDS.openRunConfig,
} as const;

/** What all sweep explorers share. */
export interface SweepExplorerParts {
  /** The folder of the page's script and styles. */
  readonly assets: vscode.Uri;
  readonly runs: RunCollection;
  readonly actions: TrialActions;
  readonly openDashboard: (directories: readonly string[]) => void;
  readonly memento: vscode.Memento;
  readonly reporter: ErrorReporter;
}

/** One panel on the trials of one sweep. It keeps nothing: the page is told what the sweep's files say. */
export class SweepExplorer implements vscode.Disposable {
  private readonly page: PanelPage<ToSweep>;
  private readonly feed: SweepFeed;
  private readonly subscriptions: readonly { dispose(): void }[];
  private isLooking = false;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    readonly directory: string,
    private readonly parts: SweepExplorerParts,
  ) {
    const { assets, runs, reporter } = parts;
    this.feed = new SweepFeed(directory);
    panel.title = this.title();
    const log = (fault: unknown) => reporter.log(fault);
    this.page = new PanelPage(panel, { assets, name: 'sweep' }, (message) => this.receive(message), log);
    const timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
    this.subscriptions = [
      this.page,
      new vscode.Disposable(() => clearInterval(timer)),
      new vscode.Disposable(runs.onChange((changes) => this.take(changes))),
    ];
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private receive(message: unknown): void {
    const { success, data, error } = fromSweepSchema.safeParse(message);
    const { reporter } = this.parts;
    if (success) void this.obey(data).catch((fault: unknown) => reporter.show(fault));
    else reporter.log(new Error(`the sweep explorer sent a message that it must not send: ${error.message}`));
  }

  private async obey(message: FromSweep): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.page.begin();
        this.isLooking = false;
        this.tellAll();
        break;
      case 'follow':
        this.page.send(() => {
          this.feed.follow(message.trials);
          return this.feed.curves();
        });
        break;
      case 'openRuns': {
        const directories = message.trials.flatMap((trial) => this.feed.trial(trial)?.directory ?? []);
        if (directories.length > 0) this.parts.openDashboard(directories);
        break;
      }
      case 'exploreNeurons':
      case 'trainLonger':
      case 'copyConfig':
        await this.act(message.type, message.trial);
        break;
      case 'save':
        await savePage(message, this.parts.memento);
        break;
      case 'failed':
        this.parts.reporter.log(new Error(`the sweep explorer failed: ${message.message}`));
        break;
      default:
        await vscode.commands.executeCommand(COMMAND_OF[message.type], { directory: this.directory });
    }
  }

  /** Of a trial that the sweep has: the page could ask for any. */
  private async act(action: 'exploreNeurons' | 'trainLonger' | 'copyConfig', number: number): Promise<void> {
    const trial = this.feed.trial(number);
    if (!trial || !this.summary) return;
    const { actions } = this.parts;
    if (action === 'copyConfig') await actions.copyConfig(this.summary, trial);
    else if (action === 'trainLonger') await actions.trainLonger(this.summary, trial);
    else await vscode.commands.executeCommand(COMMANDS.exploreNeurons, { directory: trial.directory });
  }

  /** Everything, for a page that has nothing. */
  private tellAll(): void {
    this.page.send(async () => {
      const { summary } = this;
      if (!summary) return [];
      const everything = await this.feed.everything(summary);
      return [{ type: 'snapshot', ...everything, translations: translations() }, ...(await this.feed.curves())];
    });
  }

  /** What has changed since; on a slow disk, once what was asked for before has come. */
  private look(): void {
    if (!this.page.hears() || this.isLooking) return;
    this.isLooking = true;
    this.page.send(async () => {
      try {
        return this.summary ? await this.feed.news(this.summary) : [];
      } finally {
        this.isLooking = false;
      }
    });
  }

  private take({ added, removed }: RunChanges): void {
    // Its page was ready before its sweep was known.
    if (added.some(({ directory }) => directory === this.directory)) this.tellAll();
    if (removed.some(({ directory }) => directory === this.directory)) this.panel.dispose();
    else if (this.panel.title !== this.title()) this.panel.title = this.title();
  }

  private get summary() {
    return this.parts.runs.get(this.directory);
  }

  private title(): string {
    return vscode.l10n.t('{0}: Sweep', this.summary ? runName(this.summary) : '');
  }
}
