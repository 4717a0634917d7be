import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { parseConfig } from '../../src/core/config/parseConfig';
import { RunsTree } from '../../src/extension/runs/runsTree';
import { SweepExplorer } from '../../src/extension/sweep/sweepExplorer';
import { TrialActions } from '../../src/extension/sweep/trialActions';
import { ErrorReporter } from '../../src/extension/userErrors';
import type { FromSweep, ToSweep } from '../../src/protocol/sweep';
import { listRuns } from '../../src/store/runList';
import { RunCollection } from '../../src/store/runCollection';
import { runPaths } from '../../src/store/runDirectory';
import { writeRunFile } from '../../src/store/runFile';
import { writeRunName } from '../../src/store/runName';
import { writeStatus } from '../../src/store/statusFile';
import { sweepPaths } from '../../src/store/sweepDirectory';
import { thisMachine } from '../../src/store/displayState';
import { madeLine, makeSweep } from '../support/madeSweep';
import { sampleRun, sampleStatus } from '../unit/store/runSamples';
import { PanelDouble, until } from './support/panelDouble';

const ID = '20260309-120405-made';

suite('sweeps', () => {
  let workspace: string;
  let runsFolder: string;
  let directory: string;
  const tabs = () => vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));
  const trial = (number: number) => join(directory, 'trials', String(number).padStart(4, '0'));

  suiteSetup(async () => {
    await vscode.extensions.getExtension('quanta.quanta')!.activate();
    workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(runsFolder, { recursive: true, force: true });
  });

  suite('opened by their commands', () => {
    setup(async () => {
      runsFolder = join(workspace, '.quanta', 'runs');
      directory = join(runsFolder, ID);
      await makeSweep(directory, { trials: 6, configFile: join(workspace, 'made.quanta.json') });
      // Until the extension knows the sweep, its commands know of nothing.
      const open = () => vscode.commands.executeCommand('quanta.openSweep', { directory });
      for (let look = 0; look < 100 && tabs().length === 0; look++) {
        await open();
        await wait(100);
      }
    });

    test('have one explorer each, which goes with the sweep', async () => {
      await vscode.commands.executeCommand('quanta.openRun', { directory });
      await until(() => tabs().length === 1);
      deepStrictEqual(tabs(), ['made: Sweep']);
      await writeRunName(directory, 'renamed');
      await until(() => tabs()[0] === 'renamed: Sweep');
      await rm(directory, { recursive: true });
      await until(() => tabs().length === 0);
    }).timeout(60_000);

    test('have trials that are runs: with a dashboard, a log and a config of their own, and neurons', async () => {
      await vscode.commands.executeCommand('quanta.openRun', { directory: trial(3) });
      await until(() => tabs().includes('made #3'));
      await vscode.commands.executeCommand('quanta.exploreNeurons', { directory: trial(2) });
      await until(() => tabs().includes('made #2: Neurons'));
      await writeFile(runPaths(trial(3)).log, 'what it said');
      await vscode.commands.executeCommand('quanta.showRunLog', { directory: trial(3) });
      await until(() => vscode.window.activeTextEditor?.document.getText() === 'what it said');
      await vscode.commands.executeCommand('quanta.openRunConfig', { directory: trial(3) });
      await until(() => vscode.window.activeTextEditor?.document.isUntitled === true);
      const { config } = parseConfig(vscode.window.activeTextEditor!.document.getText(), 'a');
      deepStrictEqual([config.kind, config.k, config.encoding_dim], ['sae', 16, 32]);
    }).timeout(60_000);
  });

  suite('in the Runs view', () => {
    test('have their trials under them, and those are none of its runs', async () => {
      runsFolder = await mkdtemp(join(tmpdir(), 'quanta-'));
      directory = join(runsFolder, ID);
      await makeSweep(directory, {
        trials: 104,
        withRuns: false,
        stateOf: (number) =>
          number === 101 ? 'running' : number === 102 ? 'paused' : number === 103 ? 'failed' : 'done',
        status: { state: 'running', host: thisMachine.host, pid: process.pid, heartbeat: new Date().toISOString() },
      });
      const ordinary = join(runsFolder, '20260309-120406-a');
      await mkdir(ordinary);
      await writeRunFile(ordinary, { ...sampleRun, created: '2026-03-09T12:04:06.000Z' });
      await writeStatus(ordinary, { ...sampleStatus, state: 'done' });
      const runs = new RunCollection();
      await runs.setFolders([runsFolder]);
      const tree = new RunsTree(runs);
      try {
        const [group, ...others] = await tree.getChildren();
        deepStrictEqual(others, []);
        const [run, sweep, ...more] = await tree.getChildren(group);
        deepStrictEqual([tree.getTreeItem(run!).id, tree.getTreeItem(sweep!).id, more], [ordinary, directory, []]);
        const item = tree.getTreeItem(sweep!);
        strictEqual(item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
        strictEqual(item.contextValue, 'sweep stoppable');
        ok(/^102\/104 trials · best 0\.\d+$/.test(item.description as string), item.description as string);
        const tooltip = tree.resolveTreeItem(item, sweep!).tooltip as vscode.MarkdownString;
        ok(tooltip.value.includes('101&nbsp;done,&nbsp;1&nbsp;failed'), tooltip.value);

        const nodes = await tree.getChildren(sweep);
        const trials = nodes.map((node) => tree.getTreeItem(node));
        strictEqual(trials.length, 101);
        const best = trials[0]!;
        strictEqual((best.iconPath as vscode.ThemeIcon).id, 'star-full');
        ok(
          /^0\.\d+ · encoding_dim \d+, k \d+, learning_rate [\d.]+$/.test(best.description as string),
          String(best.description),
        );
        strictEqual(best.contextValue, 'trial explorable analysable');
        ok(best.accessibilityInformation!.label.includes(', best, done, '), best.accessibilityInformation!.label);
        ok((tree.resolveTreeItem(best, nodes[0]!).tooltip as vscode.MarkdownString).value.includes('learning'));
        strictEqual(trials.at(-1)!.label, '… 4 more in the explorer');
        deepStrictEqual(await tree.getChildren(nodes[0]), []);
        deepStrictEqual(await tree.getChildren(nodes.at(-1)), []);

        // What is told of a trial that is kept makes no news in the view.
        let told = 0;
        tree.onDidChangeTreeData(() => told++);
        await appendFile(sweepPaths(directory).ledger, '');
        runs.keep(trial(0));
        await runs.refresh();
        strictEqual(told, 0);
      } finally {
        tree.dispose();
        runs.dispose();
      }
    });
  });

  suite('in their config files', () => {
    setup(() => {
      runsFolder = join(workspace, '.quanta', 'runs');
    });

    async function lensesOf(document: vscode.TextDocument): Promise<(string | undefined)[]> {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.map(({ command, range }) => command && `${range.start.line}: ${command.title} ${command.command}`);
    }

    test('have a lens that starts what the text describes at that moment, and one for its last sweep', async () => {
      const file = join(workspace, 'lens.quanta.json');
      await writeFile(file, '{\n  // a comment\n  "kind": "sae", "model": "mix" }');
      try {
        const document = await vscode.workspace.openTextDocument(file);
        await vscode.window.showTextDocument(document);
        deepStrictEqual(await lensesOf(document), ['2: $(play) Train quanta.trainSae']);
        const edit = new vscode.WorkspaceEdit();
        const at = document.positionAt(document.getText().indexOf('"sae"'));
        edit.replace(document.uri, new vscode.Range(at, at.translate(0, 5)), '"sweep", "space": { "k": [');
        await vscode.workspace.applyEdit(edit);
        deepStrictEqual(await lensesOf(document), ['2: $(beaker) Sweep quanta.sweep']);
        directory = join(runsFolder, ID);
        await makeSweep(directory, { trials: 1, configFile: file });
        let lenses: (string | undefined)[] = [];
        for (let look = 0; look < 100 && lenses.length < 2; look++) {
          await wait(100);
          lenses = await lensesOf(document);
        }
        deepStrictEqual(lenses[1], '2: Open Last Sweep quanta.openRun');
      } finally {
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
        await rm(file);
      }
    }).timeout(60_000);
  });

  suite('asked by their page', () => {
    let explorer: SweepExplorer;
    let panel: PanelDouble<{ to: ToSweep; from: FromSweep }>;
    let runs: RunCollection;
    let output: vscode.LogOutputChannel;
    const dashboards: (readonly string[])[] = [];
    const started: vscode.Uri[] = [];

    suiteSetup(() => {
      output = vscode.window.createOutputChannel('test', { log: true });
    });
    suiteTeardown(() => output.dispose());
    setup(async () => {
      runsFolder = await mkdtemp(join(tmpdir(), 'quanta-'));
      directory = join(runsFolder, ID);
      await makeSweep(directory, { trials: 5, configFile: join(runsFolder, 'made.quanta.json') });
      runs = new RunCollection();
      await runs.setFolders([runsFolder]);
      panel = new PanelDouble();
      explorer = new SweepExplorer(panel.asPanel(), directory, {
        assets: vscode.Uri.file('/extension/dist/webview'),
        runs,
        actions: new TrialActions((file) => Promise.resolve(void started.push(file))),
        openDashboard: (directories) => {
          dashboards.push(directories);
        },
        memento: { get: () => undefined, update: () => Promise.resolve(), keys: () => [] },
        reporter: new ErrorReporter(output),
      });
    });
    teardown(() => {
      explorer.dispose();
      runs.dispose();
      started.length = dashboards.length = 0;
    });

    test('tell everything once it is ready, then what changes, and the curves that it follows', async () => {
      await wait(100);
      deepStrictEqual(panel.told, []);
      panel.say({ type: 'ready' });
      const [snapshot] = await panel.messages(1);
      ok(snapshot?.type === 'snapshot');
      deepStrictEqual([snapshot.sweep.name, snapshot.sweep.state, snapshot.trials.length], ['made', 'done', 5]);
      panel.say({ type: 'follow', trials: [4, 1] });
      const series = (await panel.messages(5))
        .slice(1)
        .flatMap((message) => (message.type === 'series' && message.part.kind === 'epoch' ? [message.part] : []));
      deepStrictEqual(
        series.map(({ directory: of, columns }) => [of, columns.loss.length]),
        [
          [trial(4), 4],
          [trial(1), 4],
        ],
      );
      await appendFile(sweepPaths(directory).ledger, JSON.stringify(madeLine(5, 'running')) + '\n');
      await until(() => panel.told.some(({ type }) => type === 'trials'));
      const told: readonly ToSweep[] = panel.told;
      const changed = told.flatMap((message) => (message.type === 'trials' ? message.trials : []));
      deepStrictEqual(
        changed.map((view) => [view.trial, view.state]),
        [[5, 'running']],
      );
      panel.say({ type: 'ready' });
      await until(() => panel.told.filter(({ type }) => type === 'snapshot').length === 2);
    });

    test('open trials, and their configs as new files', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(1);
      panel.say({ type: 'openRuns', trials: [3, 99, 0] });
      await until(() => dashboards.length === 1);
      deepStrictEqual(dashboards, [[trial(3), trial(0)]]);
      panel.say({ type: 'copyConfig', trial: 3 });
      await until(() => vscode.window.activeTextEditor?.document.isUntitled === true);
      const text = vscode.window.activeTextEditor!.document.getText();
      ok(text.includes('// Trial 3 of the sweep made.quanta.json'), text);
      strictEqual(parseConfig(text, 'a').config.k, 16);
    });

    test('train a trial longer, for as many epochs as the user says', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(1);
      panel.say({ type: 'trainLonger', trial: 3 });
      for (let look = 0; look < 100 && started.length === 0; look++) {
        await wait(100);
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      }
      const [file] = started;
      strictEqual(file!.fsPath, join(runsFolder, 'made-trial3-longer.quanta.json'));
      const { config } = parseConfig(await readFile(file!.fsPath, 'utf8'), 'a');
      deepStrictEqual([config.k, config.num_epochs, config.init_from], [16, 4, `${ID}/trials/0003/sae`]);
    });

    test('do nothing for a page that asks for what it must not', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(1);
      panel.say({ type: 'copyConfig', trial: 99 });
      panel.say({ type: 'openRuns', trials: [] });
      panel.say({ type: 'openRun', directory: '/etc' } as unknown as FromSweep);
      await wait(300);
      deepStrictEqual([panel.told.length, dashboards, tabs()], [1, [], []]);
    });

    test('end with their sweep', async () => {
      await rm(directory, { recursive: true });
      await runs.refresh();
      strictEqual(panel.isDisposed, true);
    });
  });

  suite('started', () => {
    test('by their command on a config, are queued as sweeps, and run by the command line', async () => {
      runsFolder = join(workspace, '.quanta', 'runs');
      const file = join(workspace, 'tiny.quanta.json');
      const keys = {
        kind: 'sweep',
        model: 'mix_d6_l3_h4_t60K_s100003',
        provider: 'cpu',
        positions: 'P20',
        num_epochs: 1,
        num_batches: 2,
        batch_size: 4,
        encoding_dim: 8,
        analyse: 'none',
        space: { k: [1, 2] },
        objective: 'loss',
      };
      await writeFile(file, JSON.stringify(keys));
      try {
        // "Train SAE" on a sweep's config does the sweep as well.
        await vscode.commands.executeCommand('quanta.trainSae', vscode.Uri.file(file));
        await until(() => tabs().includes('tiny: Sweep'));
        let [sweep] = await listRuns(runsFolder, thisMachine);
        strictEqual(sweep!.kind, 'sweep');
        for (let look = 0; look < 500 && sweep?.state !== 'done'; look++) {
          if (sweep?.state === 'failed') throw new Error(sweep.status?.error ?? 'failed');
          await wait(100);
          [sweep] = await listRuns(runsFolder, thisMachine);
        }
        deepStrictEqual([sweep!.state, sweep!.status?.sweep?.done], ['done', 2]);
      } finally {
        await rm(file);
      }
    }).timeout(90_000);
  });
});
