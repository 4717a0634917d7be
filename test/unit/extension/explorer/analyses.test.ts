import { expect, it, onTestFinished, vi } from 'vitest';
import { Analyses } from '../../../../src/extension/explorer/analyses';
import type { TaskState } from '../../../../src/protocol/explorer';
import { programOf } from '../programOf';

/** As the command line says it; of the folder `long` it does not end by itself, of `broken` it fails. */
const PROGRAM = `
  const [command, directory, json] = process.argv.slice(2);
  if (command !== 'analyse' || json !== '--json') process.exit(9);
  const say = (line) => console.log(JSON.stringify(line));
  process.on('SIGTERM', () => process.exit(130));
  say({ kind: 'start', directory });
  if (directory === 'broken') { console.error('There is no run here.'); process.exitCode = 2; }
  else {
    say({ kind: 'progress', stage: 'labels', done: 0.25 });
    if (directory === 'long') setInterval(() => undefined, 1000);
    else say({ kind: 'end', state: 'done', exit: 0, seconds: 1, labelled: 2, proved: 1 });
  }
`;

async function analyses() {
  const all = new Analyses(await programOf(PROGRAM));
  const told: { directory: string; task: TaskState | null }[] = [];
  all.onChange((directory) => told.push({ directory, task: all.taskOf(directory) }));
  onTestFinished(() => all.dispose());
  return { all, told };
}

it('tells how far an analysis is, to its end', async () => {
  const { all, told } = await analyses();
  expect(await all.run('a')).toBe(true);
  expect(told).toEqual([
    { directory: 'a', task: { state: 'running', stage: null, done: 0 } },
    { directory: 'a', task: { state: 'running', stage: 'labels', done: 0.25 } },
    { directory: 'a', task: null },
  ]);
});

it('runs one in a folder, whoever asks for it, and others beside it', async () => {
  const { all, told } = await analyses();
  const both = [all.run('long'), all.run('long')];
  await vi.waitFor(() => expect(all.taskOf('long')).toMatchObject({ stage: 'labels' }));
  expect(await all.run('a')).toBe(true);
  expect(told.filter(({ directory }) => directory === 'long')).toHaveLength(2);
  all.stop('long');
  expect(await Promise.all(both)).toEqual([false, false]);
  expect(all.taskOf('long')).toEqual({ state: 'stopped' });
});

it('keeps why one failed until the next one', async () => {
  const { all } = await analyses();
  await expect(all.run('broken')).rejects.toThrow(/^There is no run here\.$/);
  expect(all.taskOf('broken')).toEqual({ state: 'failed', message: 'There is no run here.' });
  const again = all.run('broken');
  expect(all.taskOf('broken')).toMatchObject({ state: 'running' });
  await expect(again).rejects.toThrow();
});

it('starts afresh where the one before was stopped and is not over yet', async () => {
  const { all, told } = await analyses();
  const stopped = all.run('long');
  await vi.waitFor(() => expect(all.taskOf('long')).toMatchObject({ stage: 'labels' }));
  all.stop('long');
  const again = [all.run('long'), all.run('long')];
  expect(await stopped).toBe(false);
  const states = () => told.map(({ task }) => task?.state);
  await vi.waitFor(() => expect(states()).toEqual(['running', 'running', 'stopped', 'running', 'running']));
  all.stop('long');
  expect(await Promise.all(again)).toEqual([false, false]);
});

it('starts nothing more once its window is gone', async () => {
  const { all, told } = await analyses();
  const stopped = all.run('long');
  await vi.waitFor(() => expect(all.taskOf('long')).toMatchObject({ stage: 'labels' }));
  all.stop('long');
  const again = all.run('long');
  all.dispose();
  expect(await Promise.all([stopped, again])).toEqual([false, false]);
  expect(told.map(({ task }) => task?.state)).toEqual(['running', 'running', 'stopped']);
});
