import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricsLine } from '../../../src/core/run/metricsLine';
import type { MetricsColumn, MetricsPart } from '../../../src/store/metricsColumns';
import { MetricsTail } from '../../../src/store/metricsTail';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

const line = (kind: MetricsLine['kind'], step: number, fraction = 0.5): MetricsLine => ({
  kind,
  epoch: 1 + Math.floor(step / 1000),
  step,
  questions: 64 * step,
  seconds: step + fraction,
  loss: 1 / (step + 1),
  mse: step % 3 === 0 ? null : 0.5,
  sparsity_penalty: null,
  l1_penalty: null,
  density: 0.25,
  neurons_used: 12,
  score: null,
});
const text = (...lines: readonly MetricsLine[]) => lines.map((each) => JSON.stringify(each) + '\n').join('');
const intervals = (from: number, to: number, fraction?: number) =>
  Array.from({ length: to - from }, (_, i) => line('interval', from + i, fraction));

async function tailOf(content?: string) {
  const path = join(await temporaryFolder(), 'metrics.jsonl');
  if (content !== undefined) await writeAt(path, content);
  return { path, tail: new MetricsTail(path) };
}

/** Where each part begins, and the steps of its rows. */
const steps = (parts: readonly MetricsPart[]) => parts.map(({ kind, from, columns }) => [kind, from, ...columns.step]);

/** A reader that does with parts what they ask for. */
class Reader {
  readonly rows = { interval: [] as number[][], epoch: [] as number[][] };

  take(parts: readonly MetricsPart[]): void {
    for (const { kind, from, columns } of parts) {
      const names = Object.keys(columns) as MetricsColumn[];
      const added = Array.from(columns.step, (_, row) => names.map((name) => columns[name][row]!));
      this.rows[kind].splice(from, Infinity, ...added);
    }
  }
}

describe('MetricsTail', () => {
  it('gives each kind of line its columns, NaN where a figure is undefined', async () => {
    const { tail } = await tailOf(text(line('interval', 3), line('epoch', 3), line('interval', 4)));
    const parts = await tail.read();
    expect(steps(parts)).toEqual([
      ['interval', 0, 3, 4],
      ['epoch', 0, 3],
    ]);
    expect(parts[0]!.columns).toEqual({
      epoch: Float64Array.of(1, 1),
      step: Float64Array.of(3, 4),
      questions: Float64Array.of(192, 256),
      seconds: Float64Array.of(3.5, 4.5),
      loss: Float64Array.of(0.25, 0.2),
      mse: Float64Array.of(NaN, 0.5),
      sparsity_penalty: Float64Array.of(NaN, NaN),
      l1_penalty: Float64Array.of(NaN, NaN),
      density: Float64Array.of(0.25, 0.25),
      neurons_used: Float64Array.of(12, 12),
      score: Float64Array.of(NaN, NaN),
    });
  });

  it('gives what was appended, and nothing where nothing was', async () => {
    const { path, tail } = await tailOf();
    expect(await tail.read()).toEqual([]);
    await writeFile(path, text(line('interval', 1)));
    expect(steps(await tail.read())).toEqual([['interval', 0, 1]]);
    expect(await tail.read()).toEqual([]);
    await appendFile(path, text(line('interval', 2), line('epoch', 2)));
    expect(steps(await tail.read())).toEqual([
      ['interval', 1, 2],
      ['epoch', 0, 2],
    ]);
    expect(steps(tail.all())).toEqual([
      ['interval', 0, 1, 2],
      ['epoch', 0, 2],
    ]);
  });

  it('waits for the end of a line, wherever it is cut', async () => {
    const whole = text(line('interval', 1));
    for (let cut = 0; cut < whole.length; cut += 7) {
      const { path, tail } = await tailOf(whole + whole.slice(0, cut));
      expect(steps(await tail.read())).toEqual([['interval', 0, 1]]);
      await appendFile(path, whole.slice(cut));
      expect(steps(await tail.read())).toEqual([['interval', 1, 1]]);
      expect(tail.problems).toEqual([]);
    }
  });

  it('reports broken lines by their number, and goes on behind them', async () => {
    const { path, tail } = await tailOf(text(line('interval', 1)) + '{"kind":\n');
    await tail.read();
    await appendFile(path, text({ ...line('interval', 2), density: 'x' } as never, line('interval', 3)));
    expect(steps(await tail.read())).toEqual([['interval', 1, 3]]);
    expect(tail.problems).toEqual([
      expect.stringContaining(`${path}:2: not a line of metrics`),
      expect.stringMatching(/metrics\.jsonl:3: not a line of metrics: .*expected number.*\n.*at density/s),
    ]);
  });

  it('names the first of very many broken lines', async () => {
    const { path, tail } = await tailOf('x\n'.repeat(1000));
    expect(await tail.read()).toEqual([]);
    expect(tail.problems).toHaveLength(21);
    expect(tail.problems.at(-1)).toBe(`${path}: 980 more lines are broken`);
  });

  it('refuses a file whose line has no end, and goes on when it has one', async () => {
    const { path, tail } = await tailOf(text(line('interval', 1)) + ' '.repeat(2 ** 20));
    await expect(tail.read()).rejects.toThrow(`${path}:2: not a line of metrics: it has no end`);
    await truncate(path, text(line('interval', 1)).length);
    expect(steps(await tail.read())).toEqual([['interval', 0, 1]]);
  });

  it('forgets what was deleted', async () => {
    const { path, tail } = await tailOf(text(...intervals(0, 3), line('epoch', 2)));
    await tail.read();
    await rm(path);
    expect(steps(await tail.read())).toEqual([
      ['interval', 0],
      ['epoch', 0],
    ]);
    expect(await tail.read()).toEqual([]);
  });

  it.each<[string, number]>([
    ['shorter than it was', 8],
    ['just as long', 10],
    ['longer', 5000],
  ])('sees that a resume has cut the file back, when it is %s', async (_, end) => {
    const { path, tail } = await tailOf(text(...intervals(0, 10)));
    await tail.read();
    const kept = 6;
    await truncate(path, text(...intervals(0, kept)).length);
    // The same steps again, in as many characters, at another time.
    await appendFile(path, text(...intervals(kept, end, 0.7)));
    const expected = Array.from({ length: end - kept }, (_, i) => kept + i);
    expect(steps(await tail.read())).toEqual([['interval', kept, ...expected]]);
  });

  it('only cuts back where nothing was written again', async () => {
    const { path, tail } = await tailOf(text(...intervals(0, 10), line('epoch', 9)));
    await tail.read();
    await truncate(path, text(...intervals(0, 10)).length);
    expect(steps(await tail.read())).toEqual([['epoch', 0]]);
  });

  it('lets looks that overlap take their turns', async () => {
    const { path, tail } = await tailOf(text(...intervals(0, 3000)));
    const looks = [tail.read(), tail.read(), appendFile(path, text(line('interval', 3000))).then(() => tail.read())];
    const parts = (await Promise.all(looks)).flat();
    expect(parts.flatMap(({ columns }) => [...columns.step])).toEqual(intervals(0, 3001).map(({ step }) => step));
  });

  it('shows, whatever happens to the file, what is in it', async () => {
    const growth = fc.record({ kind: fc.constant('grow' as const), lines: fc.integer({ min: 0, max: 2000 }) });
    const cut = fc.record({ kind: fc.constant('cut' as const), lines: fc.nat(2000) });
    const partial = fc.record({ kind: fc.constant('partial' as const), lines: fc.nat(100) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(growth, cut, partial), { maxLength: 8 }), async (changes) => {
        const { path, tail } = await tailOf('');
        const reader = new Reader();
        let lines: MetricsLine[] = [];
        for (const [moment, change] of changes.entries()) {
          if (change.kind === 'cut') lines = lines.slice(0, change.lines);
          if (change.kind === 'grow') {
            const kindOf = (step: number) => (step % 5 === 4 ? 'epoch' : 'interval');
            const from = lines.length;
            lines = [
              ...lines,
              ...Array.from({ length: change.lines }, (_, i) => line(kindOf(i), from + i, moment / 8)),
            ];
          }
          await writeFile(
            path,
            text(...lines) + (change.kind === 'partial' ? '{"kind":"interval",'.slice(0, change.lines) : ''),
          );
          reader.take(await tail.read());
          const anew = new Reader();
          anew.take(await new MetricsTail(path).read());
          expect(reader.rows).toEqual(anew.rows);
          expect(reader.rows.interval.length + reader.rows.epoch.length).toBe(lines.length);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('has others take their turn while it reads a large file', async () => {
    const { path, tail } = await tailOf(text(...intervals(0, 10_000)));
    const size = (await readFile(path)).length;
    let turns = 0;
    let isReading = true;
    const count = () => {
      turns++;
      if (isReading) setImmediate(count);
    };
    setImmediate(count);
    await tail.read();
    isReading = false;
    // One for each piece at the least.
    expect(turns).toBeGreaterThan(size / 2 ** 16);
  });
});
