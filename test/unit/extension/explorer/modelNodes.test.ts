import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ModelNodes } from '../../../../src/extension/explorer/modelNodes';
import type { QualityFile, QualityNode } from '../../../../src/core/run/qualityFile';
import { analysisPaths } from '../../../../src/store/analysisFiles';
import { QualityFiles } from '../../../../src/store/qualityFiles';
import { RunCollection } from '../../../../src/store/runCollection';
import { runPaths } from '../../../../src/store/runDirectory';
import { writeRunFile } from '../../../../src/store/runFile';
import { writeStatus } from '../../../../src/store/statusFile';
import { MADE, writeMadeAnalysis } from '../../../support/analysisFolder';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { sampleRun, sampleStatus } from '../../store/runSamples';

const RUN = '20260309-120405-a';
const NODE: QualityNode = {
  ...{ layer: 0, position: 9, position_name: 'A3', failures: 4, fail_percent: 0.4, impact: 'A3', by_class: { S0: 4 } },
  ...{ useful: true, explained_share: 0, explained: false, labels: [] },
};

/** An analysis that has looked at a node. */
async function writeAnalysis(directory: string): Promise<void> {
  await writeMadeAnalysis(directory);
  const { quality } = analysisPaths(directory, '');
  const written = JSON.parse(await readFile(quality, 'utf8')) as QualityFile;
  await writeFile(quality, JSON.stringify({ ...written, nodes: [NODE], useful_nodes: 1 }));
}

/** The nodes as they are seen from a folder beside those of the runs, one of which is analysed, or from that run. */
async function nodesFrom(name: 'other' | typeof RUN, prepare: (directory: string) => Promise<unknown>) {
  const folder = await temporaryFolder();
  const run = join(folder, 'runs', RUN);
  await mkdir(runPaths(run).sae, { recursive: true });
  await writeRunFile(run, sampleRun);
  await writeStatus(run, { ...sampleStatus, state: 'done' });
  await writeAnalysis(run);
  const directory = name === RUN ? run : join(folder, name);
  await mkdir(directory, { recursive: true });
  await prepare(directory);
  const runs = new RunCollection();
  await runs.setFolders([join(folder, 'runs')]);
  const nodes = new ModelNodes(directory, runs, new QualityFiles((problem) => expect.fail(problem)));
  return { nodes, isNew: await nodes.look(), directory, run };
}

it('tells the nodes of the model of a run', async () => {
  const { nodes, isNew, run } = await nodesFrom(RUN, () => Promise.resolve());
  expect(isNew).toBe(true);
  expect(nodes.view?.model).toBe(MADE.model);
  expect(nodes.view?.analyses.map(({ directory }) => directory)).toEqual([run]);
  expect(await nodes.look()).toBe(false);
});

it('takes in the analyses of the runs of the same model, its own first', async () => {
  const { nodes, directory, run } = await nodesFrom('other', writeAnalysis);
  expect(nodes.view?.analyses.map((analysis) => analysis.directory)).toEqual([directory, run]);
});

it('knows of no model where a folder is neither a run nor analysed', async () => {
  const { nodes, isNew } = await nodesFrom('other', () => Promise.resolve());
  expect([nodes.view, isNew]).toEqual([null, false]);
});
