import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import { messageOf, UserError } from '../../core/errors';
import { fromExplorerSchema, type FromExplorer, type ToExplorer } from '../../protocol/explorer';
import type { AnalysisReader } from '../../store/analysisReader';
import type { QualityFiles } from '../../store/qualityFiles';
import type { RunChanges, RunCollection } from '../../store/runCollection';
import { isRun, runName } from '../../store/runList';
import { COMMANDS } from '../commandIds';
import { PanelPage, translations } from '../panels/panelPage';
import { savePage } from '../panels/savePage';
import type { QuantaProgram } from '../training/quantaProgram';
import { requireTrust, trustProblem } from '../trust';
import type { ErrorReporter } from '../userErrors';
import type { Analyses } from './analyses';
import { AnalysisFolder } from './analysisFolder';
import { analyseWithProgress, offerToExplore, taskInWords } from './analysisProgress';
import { analysisView, neuronView } from './analysisView';
import { comparison } from './comparison';
import { Embeddings } from './embeddings';
import { ModelNodes } from './modelNodes';
import { TryOut } from './tryOut';

/** How soon is seen that there is another analysis, of this SAE or of others of its model. */
const LOOK_MILLISECONDS = 1000;
const LOOK_AT_MODEL_MILLISECONDS = 3000;
/** How long the files of one analysis may take to be replaced by those of another. */
const REPLACING_MILLISECONDS = 10_000;

/** What all explorers share. */
export interface ExplorerParts {
  /** The folder of the page's script and styles. */
  readonly assets: vscode.Uri;
  readonly runs: RunCollection;
  readonly qualities: QualityFiles;
  readonly analyses: Analyses;
  readonly program: QuantaProgram;
  readonly memento: vscode.Memento;
  readonly reporter: ErrorReporter;
}

/** A neuron to show, at one position or as it was. */
export interface Place {
  readonly neuron: number;
  readonly position: number | null;
}

/** One panel on the neurons of one SAE. What they do is in the folder's files; what is asked of a model, a process answers. */
export class Explorer implements vscode.Disposable {
  private readonly page: PanelPage<ToExplorer>;
  private readonly folder: AnalysisFolder;
  private readonly model: ModelNodes;
  private readonly embeddings: Embeddings;
  private readonly tryOut: TryOut;
  private readonly subscriptions: readonly { dispose(): void }[];
  private toReveal: Place | undefined;
  /** Whether the page was told of one of the workspace's runs. */
  private toldRun = false;
  private isLooking = false;
  private nextLookAtModel = 0;

  /** @param directory of a run, or another folder with the files of an analysis */
  constructor(
    private readonly panel: vscode.WebviewPanel,
    readonly directory: string,
    private readonly parts: ExplorerParts,
  ) {
    const { assets, runs, qualities, analyses, program, reporter } = parts;
    panel.title = this.title();
    const log = (fault: unknown) => reporter.log(fault);
    this.page = new PanelPage(panel, { assets, name: 'explorer' }, (message) => this.receive(message), log);
    this.folder = new AnalysisFolder(directory, log);
    this.model = new ModelNodes(directory, runs, qualities);
    this.embeddings = new Embeddings(program, directory, trustProblem, (key, result) =>
      this.tell({ type: 'embedding', key, result }),
    );
    this.tryOut = new TryOut(program, directory, trustProblem, (id, result) =>
      this.tell({ type: 'tried', id, result }),
    );
    const timer = setInterval(() => void this.look().catch(log), LOOK_MILLISECONDS);
    this.subscriptions = [
      this.page,
      this.tryOut,
      new vscode.Disposable(() => this.embeddings.stop()),
      new vscode.Disposable(() => clearInterval(timer)),
      new vscode.Disposable(runs.keep(directory)),
      new vscode.Disposable(runs.onChange((changes) => this.take(changes))),
      new vscode.Disposable(
        analyses.onChange((changed) => {
          if (changed === directory) this.tell({ type: 'analysing', task: taskInWords(analyses.taskOf(directory)) });
        }),
      ),
    ];
    // What takes longest is read while the page is being loaded.
    void this.folder.current().catch(log);
  }

  /** Brings the panel on view, and shows a neuron on it. */
  reveal(place: Place | undefined): void {
    this.panel.reveal();
    this.show(place);
  }

  /** Shows a neuron: at once, or once there is a page. */
  show(place: Place | undefined): void {
    this.toReveal = place ?? this.toReveal;
    this.tellPlace();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private receive(message: unknown): void {
    const { success, data, error } = fromExplorerSchema.safeParse(message);
    if (success) void this.obey(data).catch((fault: unknown) => this.parts.reporter.show(fault));
    else this.parts.reporter.log(new Error(`the explorer sent a message that it must not send: ${error.message}`));
  }

  private async obey(message: FromExplorer): Promise<void> {
    const { analyses, memento, reporter } = this.parts;
    switch (message.type) {
      case 'ready':
        this.page.begin();
        if (!(await this.lookAtFolder())) this.tellAll();
        break;
      case 'neuron':
      case 'readAhead': {
        const { neuron } = message;
        await this.answer(async (reader) => this.neuron(reader, neuron));
        break;
      }
      case 'classMap': {
        const { rows } = message;
        await this.answer(async (reader) => ({ type: 'classMap', rows, map: await reader.classMap(rows) }));
        break;
      }
      case 'embed':
        await this.embeddings.embed(message.key);
        break;
      case 'stopEmbedding':
        this.embeddings.stop();
        break;
      case 'compare':
        await this.answer(async (reader) => comparison(reader, message));
        break;
      case 'try': {
        const { id, question, neurons, to } = message;
        await this.tryOut.try(id, { question, neurons, to });
        break;
      }
      case 'analyse':
        await this.analyse();
        break;
      case 'stopAnalysis':
        analyses.stop(this.directory);
        break;
      case 'openRun':
        await vscode.commands.executeCommand(COMMANDS.openRun, { directory: this.directory });
        break;
      case 'explore':
        await this.exploreOther(message);
        break;
      case 'save':
        await savePage(message, memento);
        break;
      case 'failed':
        reporter.log(new Error(`the explorer failed: ${message.message}`));
    }
  }

  /** Everything, for a page that has nothing, or something of another analysis. */
  private tellAll(): void {
    this.page.send(async () => {
      const { reader, problem } = await this.folder.current();
      await this.model.look();
      const name = this.name();
      this.toldRun = this.run !== undefined;
      return [
        {
          type: 'snapshot',
          directory: this.directory,
          analysis: reader && analysisView(reader, name),
          name,
          isRun: await isRun(this.directory),
          hasDashboard: this.toldRun,
          problem,
          model: this.model.view,
          translations: translations(),
        },
        { type: 'analysing', task: taskInWords(this.parts.analyses.taskOf(this.directory)) },
      ];
    });
    this.tellPlace();
  }

  private tellPlace(): void {
    this.page.send(() => {
      const place = this.toReveal;
      this.toReveal = undefined;
      return place ? [{ type: 'reveal', ...place }] : [];
    });
  }

  private tell(message: ToExplorer): void {
    this.page.send(() => [message]);
  }

  /** Says what the analysis says, unless there is another one by then: of that the page is told everything. */
  private async answer(ask: (reader: AnalysisReader) => Promise<ToExplorer>): Promise<void> {
    const { reader } = await this.folder.current();
    if (!reader) return;
    try {
      const message = await ask(reader);
      this.page.send(async () => ((await this.folder.current()).reader === reader ? [message] : []));
    } catch (error) {
      if (error instanceof UserError && (await this.isReplaced(reader))) return;
      throw error;
    }
  }

  /** What a neuron does, or why that cannot be said; the page asks again after another analysis. */
  private async neuron(reader: AnalysisReader, neuron: number): Promise<ToExplorer> {
    try {
      return { type: 'neuron', neuron, view: await neuronView(reader, neuron) };
    } catch (error) {
      this.parts.reporter.log(error);
      return { type: 'neuronFailed', neuron, problem: messageOf(error) };
    }
  }

  /** Whether what went wrong did so because another analysis is being written: the page is told everything of that. */
  private async isReplaced(reader: AnalysisReader): Promise<boolean> {
    const end = performance.now() + REPLACING_MILLISECONDS;
    do {
      await this.lookAtFolder();
      if ((await this.folder.current()).reader !== reader) return true;
      await wait(LOOK_MILLISECONDS);
    } while (this.page.hears() && performance.now() < end);
    return !this.page.hears();
  }

  private async look(): Promise<void> {
    if (!this.page.hears() || this.isLooking) return;
    this.isLooking = true;
    try {
      if (await this.lookAtFolder()) return;
      if (performance.now() < this.nextLookAtModel) return;
      this.nextLookAtModel = performance.now() + LOOK_AT_MODEL_MILLISECONDS;
      if (await this.model.look()) this.page.send(() => [{ type: 'model', model: this.model.view }]);
    } finally {
      this.isLooking = false;
    }
  }

  /** Takes in another analysis, where there is one. */
  private async lookAtFolder(): Promise<boolean> {
    if (!(await this.folder.look())) return false;
    this.embeddings.forget();
    this.tryOut.restart();
    this.tellAll();
    return true;
  }

  private take({ removed }: RunChanges): void {
    if (removed.some(({ directory }) => directory === this.directory)) {
      this.panel.dispose();
      return;
    }
    // It has another name, or is known to be a run only now.
    if (this.panel.title === this.title() && this.toldRun === (this.run !== undefined)) return;
    this.panel.title = this.title();
    this.tellAll();
  }

  private async analyse(): Promise<void> {
    if (!(await requireTrust())) return;
    const { analyses, reporter } = this.parts;
    const subject = { directory: this.directory, name: this.name() };
    let isDone: boolean;
    try {
      isDone = await analyseWithProgress(analyses, subject, vscode.ProgressLocation.Window);
    } catch (error) {
      // The page shows why.
      if (!this.page.hears()) throw error;
      reporter.log(error);
      return;
    }
    if (this.page.hears()) await this.look();
    else if (isDone) void offerToExplore(this.directory, subject.name);
  }

  /** Only what the page was told of: it could ask for any folder. */
  private async exploreOther({ directory, neuron }: { directory: string; neuron: number | null }): Promise<void> {
    if (!this.model.view?.analyses.some((analysis) => analysis.directory === directory)) return;
    await vscode.commands.executeCommand(COMMANDS.exploreNeurons, {
      directory,
      ...(neuron === null ? {} : { neuron }),
    });
  }

  private get run() {
    return this.parts.runs.get(this.directory);
  }

  private name(): string {
    return this.run ? runName(this.run) : basename(this.directory);
  }

  private title(): string {
    return vscode.l10n.t('{0}: Neurons', this.name());
  }
}
