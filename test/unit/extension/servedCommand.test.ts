import { expect, it, onTestFinished } from 'vitest';
import type { ServedCommand } from '../../../src/extension/training/servedCommand';
import { thisMachine } from '../../../src/store/displayState';
import { programOf } from './programOf';

const ECHO = `
  const { createInterface } = require('node:readline');
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'fail') { console.error('There is no such neuron.'); process.exit(2); }
    console.log(process.pid + ' ' + line);
  });
`;

/** Serves a program of these lines as if it were the command line. */
async function serve(script = ECHO): Promise<ServedCommand> {
  const served = await (await programOf(script)).serve(['try', '--json']);
  onTestFinished(() => served.dispose());
  return served;
}

it('answers line by line, by one process, however many questions wait', async () => {
  const served = await serve();
  const answers = await Promise.all(['a', 'b', 'c'].map((line) => served.ask(line)));
  const pids = answers.map((answer) => answer.split(' ')[0]);
  expect(new Set(pids).size).toBe(1);
  expect(answers).toEqual([`${pids[0]} a`, `${pids[0]} b`, `${pids[0]} c`]);
  expect(served.hasEnded).toBe(false);
});

it('fails all questions that wait with what the process says of its end, and every later one', async () => {
  const served = await serve();
  const failing = [served.ask('fail'), served.ask('b')];
  for (const answer of failing) await expect(answer).rejects.toThrow(/^There is no such neuron\.$/);
  expect(served.hasEnded).toBe(true);
  await expect(served.ask('c')).rejects.toThrow(/^There is no such neuron\.$/);
});

it('says how a process ended that has said nothing', async () => {
  await expect((await serve('process.exit(3)')).ask('a')).rejects.toThrow(/^quanta try --json ended with 3$/);
});

it('leaves no process behind, not even one that does not want to end', async () => {
  const served = await serve(`process.on('SIGTERM', () => undefined); ${ECHO}`);
  const pid = Number((await served.ask('a')).split(' ')[0]);
  served.dispose();
  await expect.poll(() => thisMachine.isProcessAlive(pid)).toBe(false);
});
