import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Tried } from '../../src/core/run/tried';
import { Analyses } from '../../src/extension/explorer/analyses';
import { Explorer } from '../../src/extension/explorer/explorer';
import { NodeFinder } from '../../src/extension/training/nodeFinder';
import { QuantaProgram } from '../../src/extension/training/quantaProgram';
import { ErrorReporter } from '../../src/extension/userErrors';
import type { FromExplorer, ToExplorer } from '../../src/protocol/explorer';
import { QualityFiles } from '../../src/store/qualityFiles';
import { RunCollection } from '../../src/store/runCollection';
import { runPaths } from '../../src/store/runDirectory';
import { writeRunFile } from '../../src/store/runFile';
import { writeRunName } from '../../src/store/runName';
import { writeStatus } from '../../src/store/statusFile';
import { MADE, writeMadeAnalysis } from '../support/analysisFolder';
import { sampleRun, sampleStatus } from '../unit/store/runSamples';
import { PanelDouble, until } from './support/panelDouble';

/** In place of the command line: answers as it does, without a model; writes where an analysis is asked for. */
const PROGRAM = `
  const { rmSync, writeFileSync, readFileSync } = require('node:fs');
  const [command, directory, ...options] = process.argv.slice(2);
  const say = (line) => console.log(JSON.stringify(line));
  process.on('SIGTERM', () => process.exit(130));
  if (command === 'analyse') {
    say({ kind: 'start', directory });
    say({ kind: 'progress', stage: 'labels', done: 0.5 });
    const quality = directory + '/quality.json';
    const text = readFileSync(quality, 'utf8').replace('"mse": 0.1', '"mse": 0.25');
    rmSync(quality);
    writeFileSync(quality, text);
    say({ kind: 'end', state: 'done', exit: 0, seconds: 1, labelled: 1, proved: 0 });
  }
  if (command === 'embed') {
    say({ type: 'progress', done: 0.5 });
    say({ type: 'embedding', method: 'pca', position: 8, points: [[0, 1]], perplexity: null, kl_divergence: null,
      explained_variance_ratio: [0.5, 0.25], trustworthiness: 0.9, seconds: 0.1 });
  }
  if (command === 'try') {
    const answer = { text: '+0002', probabilities: [1], of_true: [1] };
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => say({
      question: JSON.parse(line).question, activations: [], true_answer: '+0002', model: answer, spliced: answer, without: null,
    }));
  }
`;

suite('the neuron explorer', () => {
  let folder: string;
  let directory: string;

  suiteSetup(async () => {
    await vscode.extensions.getExtension('quanta.quanta')!.activate();
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  /** A run that is done, with an SAE and an analysis. */
  async function makeRun(parent: string, id: string): Promise<string> {
    const path = join(parent, id);
    await mkdir(runPaths(path).sae, { recursive: true });
    await writeRunFile(path, sampleRun);
    await writeStatus(path, { ...sampleStatus, state: 'done' });
    await writeMadeAnalysis(path);
    return path;
  }

  suite('opened by its command', () => {
    setup(async () => {
      folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, '.quanta', 'runs');
      directory = await makeRun(folder, '20260309-120405-a');
    });
    const explore = (argument: object) => vscode.commands.executeCommand('quanta.exploreNeurons', argument);
    const tabs = () => vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));

    test('is there once for each run, by the run’s name, and goes with the run', async () => {
      const other = await makeRun(folder, '20260309-120406-b');
      await explore({ directory });
      await explore({ directory: other, neuron: 2 });
      await explore({ directory, neuron: 1, position: 8 });
      await until(() => tabs().includes('a: Neurons') && tabs().includes('b: Neurons'));
      strictEqual(tabs().length, 2);
      await writeRunName(other, 'renamed');
      await until(() => tabs().includes('renamed: Neurons'));
      await rm(directory, { recursive: true });
      await until(() => tabs().length === 1);
      deepStrictEqual(tabs(), ['renamed: Neurons']);
    }).timeout(60_000);
  });

  suite('asked by its page', () => {
    let explorer: Explorer;
    let panel: PanelDouble<{ to: ToExplorer; from: FromExplorer }>;
    let runs: RunCollection;
    let output: vscode.LogOutputChannel;
    const saved = new Map<string, unknown>();

    setup(async () => {
      folder = await mkdtemp(join(tmpdir(), 'quanta-'));
      directory = await makeRun(join(folder, 'runs'), '20260309-120405-a');
      const cli = join(folder, 'quanta.cjs');
      await writeFile(cli, PROGRAM);
      runs = new RunCollection();
      await runs.setFolders([join(folder, 'runs')]);
      const program = new QuantaProgram(cli, new NodeFinder(), () => '');
      panel = new PanelDouble();
      explorer = new Explorer(panel.asPanel(), directory, {
        assets: vscode.Uri.file('/extension/dist/webview'),
        runs,
        qualities: new QualityFiles((problem) => ok(false, problem)),
        analyses: new Analyses(program),
        program,
        memento: {
          get: () => undefined,
          update: (key, value) => Promise.resolve(void saved.set(key, value)),
          keys: () => [],
        },
        reporter: new ErrorReporter(output),
      });
    });
    suiteSetup(() => {
      output = vscode.window.createOutputChannel('test', { log: true });
    });
    suiteTeardown(() => output.dispose());
    teardown(() => explorer.dispose());

    test('tells a page everything once it is ready, and nothing before', async () => {
      explorer.show({ neuron: 3, position: 8 });
      await wait(100);
      deepStrictEqual(panel.told, []);
      panel.say({ type: 'ready' });
      const [snapshot, analysing, reveal] = await panel.messages(3);
      ok(snapshot?.type === 'snapshot' && snapshot.analysis);
      deepStrictEqual([snapshot.directory, snapshot.name, snapshot.problem], [directory, 'a', null]);
      const { analysis } = snapshot;
      deepStrictEqual([snapshot.isRun, snapshot.hasDashboard], [true, true]);
      deepStrictEqual([analysis.model, analysis.neurons, analysis.digits], [MADE.model, 6, 3]);
      strictEqual(analysis.map.density.length, 6 * analysis.positions.length);
      strictEqual(analysis.sampleTokens.length, 120 * 13);
      deepStrictEqual(analysing, { type: 'analysing', task: null });
      deepStrictEqual(reveal, { type: 'reveal', neuron: 3, position: 8 });
    });

    test('tells what a neuron does, and how active neurons are on one class', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(2);
      panel.say({ type: 'neuron', neuron: 4 });
      panel.say({ type: 'classMap', rows: 'S' });
      panel.say({ type: 'compare', id: 1, position: 8, questions: [0, 1], among: 100 });
      const answers = (await panel.messages(5)).slice(2);
      const neuron = answers.find(({ type }) => type === 'neuron');
      ok(neuron?.type === 'neuron');
      deepStrictEqual([neuron.neuron, neuron.view.record.neuron], [4, 4]);
      strictEqual(neuron.view.activations.length, 4 * 120);
      const map = answers.find(({ type }) => type === 'classMap');
      ok(map?.type === 'classMap' && map.map);
      strictEqual(map.map.mean.length, 6 * 4);
      ok(answers.some(({ type }) => type === 'compared'));
    });

    test('lets processes embed and try out, and says how far they are', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(2);
      const key = { position: 8, method: 'pca', perplexity: null } as const;
      panel.say({ type: 'embed', key });
      panel.say({ type: 'try', id: 7, question: '001+001', neurons: [], to: 'mean' });
      const answers = (await panel.messages(6)).slice(2);
      const results = answers.flatMap((message) => (message.type === 'embedding' ? [message.result] : []));
      deepStrictEqual(results.slice(0, 2), [
        { state: 'running', stage: null, done: 0 },
        { state: 'running', stage: null, done: 0.5 },
      ]);
      ok(results[2] && 'points' in results[2]);
      const tried = answers.find(({ type }) => type === 'tried');
      ok(tried?.type === 'tried');
      deepStrictEqual([tried.id, (tried.result as Tried).question], [7, '001+001']);
    });

    test('analyses, and takes in what came of it', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(2);
      panel.say({ type: 'analyse' });
      await until(() => panel.told.filter(({ type }) => type === 'snapshot').length === 2);
      const tasks = panel.told.flatMap((message) => (message.type === 'analysing' ? [message.task] : []));
      deepStrictEqual(tasks.slice(1, 3), [
        { state: 'running', stage: null, done: 0 },
        { state: 'running', stage: 'Looking for labels', done: 0.5 },
      ]);
      strictEqual(tasks.at(-1), null);
      const last = panel.told.findLast(({ type }) => type === 'snapshot');
      ok(last?.type === 'snapshot');
      strictEqual(last.analysis?.quality.mse, 0.25);
    });

    test('says what is wrong with the files, and takes in others by itself', async () => {
      const neurons = join(directory, 'neurons.json');
      await rm(neurons);
      panel.say({ type: 'ready' });
      const [broken] = await panel.messages(2);
      ok(broken?.type === 'snapshot');
      deepStrictEqual([broken.analysis, broken.problem?.includes(neurons)], [null, true]);
      await writeMadeAnalysis(directory, { labelled: false, seed: 5 });
      await until(() => panel.told.length > 2);
      const whole = panel.told.findLast(({ type }) => type === 'snapshot');
      ok(whole?.type === 'snapshot');
      deepStrictEqual([whole.problem, whole.analysis?.seed, whole.analysis?.labels], [null, 5, null]);
      await rm(join(directory, 'quality.json'));
      await rm(neurons);
      await until(() => {
        const none = panel.told.findLast(({ type }) => type === 'snapshot');
        return none?.type === 'snapshot' && none.analysis === null && none.problem === null;
      });
    });

    test('says why a neuron cannot be read', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(2);
      await writeFile(join(directory, 'neurons.json'), '');
      panel.say({ type: 'neuron', neuron: 4 });
      const failed = (await panel.messages(3))[2];
      ok(failed?.type === 'neuronFailed');
      deepStrictEqual([failed.neuron, failed.problem.includes('neurons.json')], [4, true]);
    });

    test('does nothing for a page that asks for what it must not', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(2);
      panel.say({ type: 'explore', directory: '/etc', neuron: null });
      panel.say({ type: 'neuron', neuron: -1 });
      panel.say({ type: 'remove', directory } as unknown as FromExplorer);
      await wait(300);
      strictEqual(panel.told.length, 2);
      strictEqual(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
    });

    test('tells a page that is out of sight nothing', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(2);
      panel.hide();
      panel.say({ type: 'neuron', neuron: 1 });
      await wait(300);
      strictEqual(panel.told.length, 2);
    });

    test('ends with its run', async () => {
      panel.say({ type: 'ready' });
      await panel.messages(2);
      await rm(directory, { recursive: true });
      await runs.refresh();
      strictEqual(panel.isDisposed, true);
    });
  });
});
