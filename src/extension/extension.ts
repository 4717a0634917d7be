import { join } from 'node:path';
import * as vscode from 'vscode';
import { QualityFiles } from '../store/qualityFiles';
import { RunCollection } from '../store/runCollection';
import { InstallCudaCommand } from './cuda/installCudaCommand';
import { Analyses } from './explorer/analyses';
import { AnalyseCommand } from './explorer/analyseCommand';
import { ExploreCommand } from './explorer/exploreCommand';
import { Explorers } from './explorer/explorers';
import { ModelLibrary } from './models/modelLibrary';
import { ModelsTree } from './models/modelsTree';
import { Dashboards } from './panels/dashboards';
import { webviewAssets } from './panels/panelPage';
import { Announcer } from './runs/announcer';
import { RunPicker, type Target } from './runs/pickRuns';
import { RunCommands } from './runs/runCommands';
import { RunsTree } from './runs/runsTree';
import { ShowProvidersCommand } from './providers/showProvidersCommand';
import { nodePath, provider, runsFolders } from './settings';
import { StatusBar } from './statusBar';
import { SweepCommand } from './sweep/sweepCommand';
import { SweepExplorers } from './sweep/sweepExplorers';
import { TrialActions } from './sweep/trialActions';
import { ConfigLenses } from './train/configLenses';
import { ConfigStarter } from './train/configStarter';
import { OpenConfigKind } from './train/openConfigKind';
import { TrainCommand } from './train/trainCommand';
import { NodeFinder } from './training/nodeFinder';
import { QuantaProgram } from './training/quantaProgram';
import { RunQueue } from './training/runQueue';
import { TrainingLauncher } from './training/trainingLauncher';
import { ErrorReporter } from './userErrors';

/** Ends what must not be cut off half-way. */
let endStarting: () => Promise<void> = () => Promise.resolve();

/** Called by VS Code as it ends the extension host: a training process that has just been started must be announced. */
export function deactivate(): Promise<void> {
  return endStarting();
}

/** Wires the parts together; they know one another by what they are given here. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends { dispose(): void }>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const output = own(vscode.window.createOutputChannel('Quanta', { log: true }));
  const reporter = new ErrorReporter(output);

  const cli = join(context.extensionPath, 'dist', 'quanta.cjs');
  const finder = new NodeFinder();
  const launcher = new TrainingLauncher(cli, finder, nodePath, process.env, provider);
  const program = new QuantaProgram(cli, finder, nodePath);
  const runs = own(new RunCollection(undefined, launcher.exitOf, (fault) => reporter.log(fault)));
  const queue = new RunQueue(runs, launcher);
  endStarting = () => queue.dispose();
  const library = own(new ModelLibrary(join(context.extensionPath, 'media', 'samples')));
  const tree = own(new RunsTree(runs));
  const runsView = own(vscode.window.createTreeView('quanta.runs', { treeDataProvider: tree, canSelectMany: true }));
  const picker = new RunPicker(runs, () => runsView.selection);
  const dashboards = own(new Dashboards(context.extensionUri, runs, picker, reporter));
  const analyses = own(new Analyses(program));
  const qualities = new QualityFiles((problem) => reporter.log(problem));
  const explorers = own(
    new Explorers({
      assets: webviewAssets(context.extensionUri),
      runs,
      qualities,
      analyses,
      program,
      memento: context.workspaceState,
      reporter,
    }),
  );
  const sweeps: SweepExplorers = own(
    new SweepExplorers({
      assets: webviewAssets(context.extensionUri),
      runs,
      actions: new TrialActions((file) => starter.start(file)),
      openDashboard: (directories) => dashboards.open(directories),
      memento: context.workspaceState,
      reporter,
    }),
  );
  const starter: ConfigStarter = new ConfigStarter(queue, dashboards, sweeps, context.workspaceState, reporter);
  const train = new TrainCommand(library, starter);
  const sweep = new SweepCommand(library, starter);

  own(new RunCommands(runs, picker, queue, dashboards, sweeps).register(reporter));
  own(reporter.register('trainSae', (target?: unknown) => train.run(target)));
  own(reporter.register('sweep', (target?: unknown) => sweep.run(target)));
  own(new ConfigLenses(runs));
  own(new OpenConfigKind());
  const explore = new ExploreCommand(runs, qualities, explorers);
  own(reporter.register('exploreNeurons', (target?: unknown) => explore.run(target)));
  const analyse = new AnalyseCommand(analyses, picker);
  own(reporter.register('analyseRun', (target?: Target) => analyse.run(target)));
  own(reporter.register('refreshModels', () => library.refresh()));
  const showProviders = own(new ShowProvidersCommand(program));
  own(reporter.register('showProviders', () => showProviders.run()));
  own(reporter.register('installCudaProvider', () => new InstallCudaCommand(program).run()));
  own(reporter.register('showOutput', () => output.show()));
  own(vscode.window.createTreeView('quanta.models', { treeDataProvider: new ModelsTree(library) }));
  own(new StatusBar(runs));
  own(new Announcer(runs, context.workspaceState));

  own(new vscode.Disposable(queue.onProblem((problem) => reporter.show(problem))));
  own(
    new vscode.Disposable(
      runs.onProblems((problems) => {
        problems.forEach((problem) => reporter.log(problem));
        runsView.message = problems[0] ?? '';
      }),
    ),
  );
  // Welcome texts wait until it is known that there are no runs.
  void runs.loaded.then(() => vscode.commands.executeCommand('setContext', 'quanta.runsRead', true));
  const watchFolders = () => void runs.setFolders(runsFolders()).catch((error: unknown) => reporter.show(error));
  own(vscode.workspace.onDidChangeWorkspaceFolders(watchFolders));
  own(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('quanta.runsFolder')) watchFolders();
      if (event.affectsConfiguration('quanta.nodePath')) queue.proceed();
    }),
  );
  // Where the workspace is not trusted, nothing is started, and nothing is written by itself.
  const obeyTrust = () => {
    runs.marksDead = vscode.workspace.isTrusted;
    queue.paused = !vscode.workspace.isTrusted;
  };
  own(vscode.workspace.onDidGrantWorkspaceTrust(obeyTrust));
  obeyTrust();
  watchFolders();
  runs.watch();
}
