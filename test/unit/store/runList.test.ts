import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Observer } from '../../../src/store/displayState';
import { readRunFile, writeRunFile } from '../../../src/store/runFile';
import { writeRequestFile } from '../../../src/store/requestFile';
import { listRuns, readRun } from '../../../src/store/runList';
import { writeRunName } from '../../../src/store/runName';
import { readStatus, writeStatus } from '../../../src/store/statusFile';
import { sampleRequest, sampleRun, sampleStatus } from './runSamples';
import { makeSweep, sweepFileOf } from '../../support/madeSweep';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

const observer: Observer = {
  host: sampleStatus.host,
  now: () => new Date(sampleStatus.heartbeat),
  isProcessAlive: () => true,
};

async function makeRun(parent: string, id: string, created = sampleRun.created): Promise<string> {
  const directory = join(parent, id);
  await mkdir(directory);
  await writeRunFile(directory, { ...sampleRun, created });
  await writeStatus(directory, sampleStatus);
  return directory;
}

describe('run.json and status.json', () => {
  it('are read as they were written', async () => {
    const directory = await makeRun(await temporaryFolder(), 'a');
    expect(await readRunFile(directory)).toEqual(sampleRun);
    expect(await readStatus(directory)).toEqual(sampleStatus);
  });

  it.each([
    ['run.json', '{ "created": "yesterday" }', 'Invalid ISO datetime'],
    ['run.json', '', 'not valid JSON'],
    ['status.json', JSON.stringify({ ...sampleStatus, state: 'asleep' }), 'at state'],
    ['status.json', JSON.stringify({ ...sampleStatus, pid: 0 }), 'at pid'],
    ['status.json', '[]', 'expected object'],
  ])('%s with %j is refused by name', async (file, content, message) => {
    const directory = await makeRun(await temporaryFolder(), 'a');
    const path = await writeAt(join(directory, file), content);
    const reading = file === 'run.json' ? readRunFile(directory) : readStatus(directory);
    await expect(reading).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(path) as string,
    });
    await expect(reading).rejects.toThrow(message);
  });
});

describe('listRuns', () => {
  it('is empty where there is no directory', async () => {
    expect(await listRuns(join(await temporaryFolder(), 'none'), observer)).toEqual([]);
  });

  it('has the newest run first', async () => {
    const parent = await temporaryFolder();
    await makeRun(parent, '20260309-120405-b', '2026-03-09T12:04:05.900Z');
    await makeRun(parent, '20260309-120405-a-2', '2026-03-09T12:04:05.950Z');
    await makeRun(parent, 'mine', '2026-03-10T00:00:00.000Z');
    await makeRun(parent, '20260308-235959-z', '2026-03-08T23:59:59.000Z');
    const runs = await listRuns(parent, observer);
    expect(runs.map(({ id }) => id)).toEqual(['mine', '20260309-120405-a-2', '20260309-120405-b', '20260308-235959-z']);
    expect(runs[0]).toEqual({
      id: 'mine',
      directory: join(parent, 'mine'),
      kind: 'sae',
      run: { ...sampleRun, created: '2026-03-10T00:00:00.000Z' },
      status: sampleStatus,
      state: 'running',
      hasSae: false,
      problems: [],
    });
  });

  it('judges whether a run is dead', async () => {
    const parent = await temporaryFolder();
    await makeRun(parent, 'a');
    const [run] = await listRuns(parent, { ...observer, isProcessAlive: () => false });
    expect(run!.state).toBe('dead');
  });

  it('reports broken runs in their place, and passes over what is no run', async () => {
    const parent = await temporaryFolder();
    await makeRun(parent, '20260309-120405-a');
    const broken = await makeRun(parent, '20260310-000000-b');
    await writeAt(join(broken, 'run.json'), '{');
    await writeAt(join(broken, 'status.json'), '{"state": "running"}');
    await mkdir(join(parent, 'empty'));
    await writeAt(join(parent, 'notes.txt'));

    const runs = await listRuns(parent, observer);
    expect(runs.map(({ id, state, problems }) => [id, state, problems.length])).toEqual([
      ['20260310-000000-b', 'unknown', 2],
      ['20260309-120405-a', 'running', 0],
    ]);
    expect(runs[0]!.problems[0]).toContain(join(broken, 'run.json'));
  });

  it('has runs that were only asked for, at the time they were', async () => {
    const parent = await temporaryFolder();
    await makeRun(parent, '20260309-120405-a');
    const waiting = join(parent, '20260309-120300-b');
    await mkdir(waiting);
    await writeRequestFile(waiting, sampleRequest);
    await writeStatus(waiting, { ...sampleStatus, state: 'queued', progress: null });
    await writeRunName(waiting, 'Wide');

    expect((await listRuns(parent, observer)).map(({ id, state, name }) => [id, state, name])).toEqual([
      ['20260309-120405-a', 'running', undefined],
      ['20260309-120300-b', 'queued', 'Wide'],
    ]);
    expect(await readRun(waiting, observer)).toMatchObject({ request: sampleRequest, run: undefined, problems: [] });
    // It keeps its place when it begins.
    await writeRunFile(waiting, { ...sampleRun, created: '2026-03-10T00:00:00.000Z' });
    expect((await listRuns(parent, observer)).map(({ id }) => id)).toEqual(['20260309-120405-a', '20260309-120300-b']);
  });

  it('has sweeps that have begun and that were only asked for', async () => {
    const parent = await temporaryFolder();
    await makeRun(parent, '20260309-120401-a', '2026-03-09T12:04:01.000Z');
    const begun = join(parent, '20260309-120405-grid');
    await makeSweep(begun, { trials: 2 });
    const asked = join(parent, '20260309-130000-next');
    await mkdir(asked);
    // Also where its process has yet to say what is wrong with it.
    const config = { file: '/configs/next.quanta.json', text: '{ "kind": "sweep", "model": "mix" }' };
    await writeRequestFile(asked, { ...sampleRequest, created: '2026-03-09T13:00:00.000Z', config });
    await writeStatus(asked, { ...sampleStatus, state: 'queued', progress: null });

    const runs = await listRuns(parent, observer);
    expect(runs.map(({ id, kind, state, problems }) => [id, kind, state, problems])).toEqual([
      ['20260309-130000-next', 'sweep', 'queued', []],
      ['20260309-120405-grid', 'sweep', 'done', []],
      ['20260309-120401-a', 'sae', 'running', []],
    ]);
    expect(runs[1]).toMatchObject({ sweep: sweepFileOf({}), run: undefined, hasSae: false });
    expect(runs[1]!.status!.sweep).toMatchObject({ done: 2, most: 2 });
    expect(await readRun(join(begun, 'trials', '0001'), observer)).toMatchObject({
      id: '20260309-120405-grid #1',
      kind: 'sae',
      hasSae: true,
      problems: [],
    });
    await writeAt(join(begun, 'sweep.json'), '{}');
    expect((await readRun(begun, observer)).problems).toEqual([expect.stringContaining(join(begun, 'sweep.json'))]);
  });

  it('reports a broken name and a broken request', async () => {
    const parent = await temporaryFolder();
    const directory = await makeRun(parent, 'a');
    await writeAt(join(directory, 'name.txt'), 'a\nb');
    await writeAt(join(directory, 'request.json'), '{}');
    const [run] = await listRuns(parent, observer);
    expect(run).toMatchObject({ run: sampleRun, state: 'running', name: undefined, request: undefined });
    expect(run!.problems).toEqual([
      expect.stringContaining(join(directory, 'request.json')),
      expect.stringContaining(join(directory, 'name.txt')),
    ]);
  });
});
