import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metricsLine, type Measurement } from '../../../src/core/run/metricsLine';
import { MetricsLog, readMetrics } from '../../../src/store/metricsLog';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

const measurement = (step: number): Measurement => ({
  kind: 'interval',
  epoch: 1,
  step,
  questions: 64 * step,
  seconds: step / 2,
  loss: 0.25,
  mse: 0.125,
  sparsity_penalty: null,
  l1_penalty: null,
  density: 0.5,
  neurons_used: 12,
  score: null,
});

async function append(log: MetricsLog, ...steps: number[]): Promise<void> {
  for (const step of steps) await log.append(metricsLine(measurement(step)));
}

const stepsIn = async (path: string) => (await readMetrics(path)).lines.map(({ step }) => step);

describe('metricsLine', () => {
  it('is the measurement where all of it is finite', () => {
    expect(metricsLine(measurement(3))).toEqual(measurement(3));
  });

  it.each([NaN, Infinity, -Infinity])('has null for %s, and says so', (loss) => {
    expect(metricsLine({ ...measurement(3), loss })).toEqual({ ...measurement(3), loss: null, finite: false });
  });
});

describe('MetricsLog', () => {
  it('writes one compact line per measurement', async () => {
    const path = join(await temporaryFolder(), 'metrics.jsonl');
    const log = await MetricsLog.open(path, 0);
    await append(log, 1, 2);
    await log.close();
    const expected = [1, 2].map((step) => JSON.stringify(measurement(step)) + '\n').join('');
    expect(await readFile(path, 'utf8')).toBe(expected);
    expect(await readMetrics(path)).toEqual({ lines: [measurement(1), measurement(2)], problems: [] });
  });

  it('continues from a checkpoint, without what was written after it', async () => {
    const path = join(await temporaryFolder(), 'metrics.jsonl');
    const first = await MetricsLog.open(path, 0);
    await append(first, 1, 2);
    const bytes = await first.flush();
    expect(bytes).toBe((await stat(path)).size);
    await append(first, 3);
    await first.close();
    await appendFile(path, '{"kind":"inter');

    const second = await MetricsLog.open(path, bytes);
    await append(second, 3, 4);
    expect(await second.flush()).toBe((await stat(path)).size);
    await second.close();
    expect(await stepsIn(path)).toEqual([1, 2, 3, 4]);
  });

  it('starts anew where there is no checkpoint', async () => {
    const path = await writeAt(join(await temporaryFolder(), 'metrics.jsonl'), '{"kind":"inter');
    const log = await MetricsLog.open(path, 0);
    await append(log, 1);
    await log.close();
    expect(await stepsIn(path)).toEqual([1]);
  });

  it.each([
    ['shorter than its checkpoint says', 'a\n', 3],
    ['missing', undefined, 3],
    ['without a line end there', 'abc\n', 2],
  ])('refuses to continue a file that is %s', async (_, content, bytes) => {
    const path = join(await temporaryFolder(), 'metrics.jsonl');
    if (content !== undefined) await writeAt(path, content);
    await expect(MetricsLog.open(path, bytes)).rejects.toThrow(`${path}: the checkpoint belongs to the first ${bytes}`);
    if (content !== undefined) expect(await readFile(path, 'utf8')).toBe(content);
  });
});

describe('readMetrics', () => {
  it('has no lines where there is no file', async () => {
    expect(await readMetrics(join(await temporaryFolder(), 'metrics.jsonl'))).toEqual({ lines: [], problems: [] });
  });

  it('ignores a last line that is still being written, and reports a broken one', async () => {
    const lines = [JSON.stringify(measurement(1)), '{"kind":', JSON.stringify(measurement(3)), '{"kind":"inte'];
    const path = await writeAt(join(await temporaryFolder(), 'metrics.jsonl'), lines.join('\n'));
    const { lines: read, problems } = await readMetrics(path);
    expect(read).toEqual([measurement(1), measurement(3)]);
    expect(problems).toEqual([expect.stringContaining(`${path}:2: not a line of metrics`)]);
  });
});
