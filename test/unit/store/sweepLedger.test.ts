import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sweepPaths, trialRun } from '../../../src/store/sweepDirectory';
import { readSweepLedger, SweepLedger, trialKey } from '../../../src/store/sweepLedger';
import { temporaryFolder } from '../../support/temporaryFolder';
import { ledgerLine as line, ledgerText } from '../sweep/ledgerLines';

describe('the ledger of a sweep', () => {
  it('is appended to, a line an event, and read again', async () => {
    const folder = await temporaryFolder();
    expect(await readSweepLedger(folder)).toEqual({ trials: [], problems: [] });
    const ledger = await SweepLedger.open(folder);
    await ledger.append(line(0, 'running'));
    await ledger.append(line(0, 'done', { objective: { score: 4.5 } }));
    const written = await readFile(sweepPaths(folder).ledger, 'utf8');
    expect(written).toBe(ledgerText(line(0, 'running'), line(0, 'done', { objective: { score: 4.5 } })));
    expect(await readSweepLedger(folder)).toEqual(ledger.ledger);
    await ledger.close();
    const again = await SweepLedger.open(folder);
    expect(again.ledger.trials).toMatchObject([{ trial: 0, state: 'done', objective: { score: 4.5 } }]);
    await again.close();
  });

  it('loses a line that its process died writing, and nothing else', async () => {
    const folder = await temporaryFolder();
    const { ledger: path } = sweepPaths(folder);
    const whole = ledgerText(line(0, 'running'), line(1, 'running'));
    await writeFile(path, whole);
    // A character of several bytes, cut in two.
    await appendFile(path, Buffer.from('{"trial": 1, "error": "Größe').subarray(0, -4));
    const ledger = await SweepLedger.open(folder);
    await ledger.append(line(1, 'failed'));
    await ledger.close();
    expect(await readFile(path, 'utf8')).toBe(whole + ledgerText(line(1, 'failed')));
  });

  it('takes no line that contradicts it', async () => {
    const folder = await temporaryFolder();
    const ledger = await SweepLedger.open(folder);
    await expect(ledger.append(line(0, 'done'))).rejects.toThrow('trial 0 cannot become "done"');
    expect(await readFile(sweepPaths(folder).ledger, 'utf8')).toBe('');
    await ledger.close();
  });

  it('that was damaged in the middle is not written on', async () => {
    const folder = await temporaryFolder();
    const { ledger: path } = sweepPaths(folder);
    await writeFile(path, 'damaged\n' + ledgerText(line(0, 'running')));
    await expect(SweepLedger.open(folder)).rejects.toThrow('ledger.jsonl:1: not a line of a ledger');
    expect((await readSweepLedger(folder)).trials).toHaveLength(1);
  });
});

describe('a trial', () => {
  const config = {
    kind: 'sae',
    model: 'm',
    preset: 'default',
    layer_num: 0,
    hook: 'mlp.hook_post',
    positions: 'all',
    architecture: 'topk',
    k: 4,
    encoding_dim: 32,
    learning_rate: 1e-3,
    num_epochs: 2,
    patience: 2,
    early_stopping_threshold: 0,
    num_batches: 9,
    batch_size: 8,
    enrich_data: true,
    operations: { add: 40, sub: 60, mul: 0 },
    seed: 1,
    questions: null,
    init_from: null,
    provider: 'cpu',
    device: 0,
    precision: 'float32',
    analyse: 'none',
    watch_neurons: [],
  } as const;
  const sources = { model: 'a', questions: null, initFrom: null };
  const key = trialKey({ ...config, watch_neurons: [] }, sources);

  it('has the same key wherever it is trained and whatever is looked at', () => {
    const moved = { ...config, model: '/other/m.pth', provider: 'cuda', device: 1, watch_neurons: [3] } as const;
    const reordered = { ...moved, operations: { sub: 60, mul: 0, add: 40 }, watch_neurons: [3] };
    expect(trialKey(reordered, sources)).toBe(key);
  });

  it.each([{ k: 5 }, { layer_num: 1 }, { seed: 2 }, { learning_rate: 2e-3 }, { precision: 'tf32' as const }])(
    'has another key with %j',
    (change) => {
      expect(trialKey({ ...config, watch_neurons: [], ...change }, sources)).not.toBe(key);
    },
  );

  it('has another key with another model or other files', () => {
    const keys = [{ model: 'b' }, { questions: 'q' }, { initFrom: 'i' }].map((change) =>
      trialKey({ ...config, watch_neurons: [] }, { ...sources, ...change }),
    );
    expect(new Set([key, ...keys]).size).toBe(4);
  });

  it('has a directory of its own, named alike on every system', () => {
    expect([trialRun(3), trialRun(12_345)]).toEqual(['trials/0003', 'trials/12345']);
  });
});
