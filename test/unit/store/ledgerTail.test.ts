import { appendFile, rm, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { LedgerTail } from '../../../src/store/ledgerTail';
import { sweepPaths } from '../../../src/store/sweepDirectory';
import { readSweepLedger } from '../../../src/store/sweepLedger';
import { temporaryFolder } from '../../support/temporaryFolder';
import { ledgerLine, ledgerText } from '../sweep/ledgerLines';

async function tailed() {
  const directory = await temporaryFolder();
  const { ledger: path } = sweepPaths(directory);
  const tail = new LedgerTail(directory);
  const read = async () => (await tail.read()).map(({ trial, state }) => [trial, state]);
  return { directory, path, tail, read };
}

describe('a ledger that is followed', () => {
  it('tells the trials that changed since the last look, and has them all', async () => {
    const { directory, path, tail, read } = await tailed();
    expect(await read()).toEqual([]);
    await writeFile(path, ledgerText(ledgerLine(0, 'running'), ledgerLine(1, 'running')));
    expect(await read()).toEqual([
      [0, 'running'],
      [1, 'running'],
    ]);
    expect(await read()).toEqual([]);
    await appendFile(path, ledgerText(ledgerLine(0, 'done', { objective: { loss: 0.5 } }), ledgerLine(2, 'running')));
    expect(await read()).toEqual([
      [0, 'done'],
      [2, 'running'],
    ]);
    expect(tail.ledger).toEqual(await readSweepLedger(directory));
  });

  it('leaves a line without its end for later, also where that end never comes', async () => {
    const { path, read } = await tailed();
    const [whole, half] = [ledgerText(ledgerLine(0, 'running')), ledgerText(ledgerLine(0, 'done', { error: 'ä€' }))];
    const bytes = Buffer.from(half);
    await writeFile(path, Buffer.concat([Buffer.from(whole), bytes.subarray(0, -5)]));
    expect(await read()).toEqual([[0, 'running']]);
    await appendFile(path, bytes.subarray(-5));
    expect(await read()).toEqual([[0, 'done']]);
    // A process that died left half a line, which the next one cuts off.
    await appendFile(path, '{"trial": 7');
    expect(await read()).toEqual([]);
    await truncate(path, Buffer.byteLength(whole + half));
    await appendFile(path, ledgerText(ledgerLine(1, 'running')));
    expect(await read()).toEqual([[1, 'running']]);
  });

  it('says what is wrong with it, line by line', async () => {
    const { path, tail, read } = await tailed();
    await writeFile(path, ledgerText(ledgerLine(0, 'running')) + 'no line\n');
    await read();
    await appendFile(path, ledgerText(ledgerLine(1, 'done')));
    expect(await read()).toEqual([]);
    expect(tail.ledger.problems).toEqual([
      expect.stringContaining(`${path}:2: not a line of a ledger`),
      expect.stringContaining(`${path}:3: trial 1 cannot become "done"`),
    ]);
  });

  it('is read anew where another one has taken its place, and is empty where it is gone', async () => {
    const { path, tail, read } = await tailed();
    await writeFile(path, ledgerText(ledgerLine(0, 'running'), ledgerLine(1, 'running')));
    await read();
    await rm(path);
    await writeFile(path, ledgerText(ledgerLine(4, 'running')));
    expect(await read()).toEqual([[4, 'running']]);
    await rm(path);
    await read();
    expect(tail.ledger.trials).toEqual([]);
  });
});
