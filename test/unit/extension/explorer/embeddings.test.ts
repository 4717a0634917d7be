import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Embeddings } from '../../../../src/extension/explorer/embeddings';
import type { Embedding, EmbeddingKey, TaskState } from '../../../../src/protocol/explorer';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { programOf } from '../programOf';

const TSNE: EmbeddingKey = { position: 17, method: 'tsne', perplexity: 30 };
const PCA: EmbeddingKey = { position: 3, method: 'pca', perplexity: null };

/** Computes at once, but t-SNE of perplexity 99 until it is ended; notes each start in a file. */
const program = (starts: string) => `
  const { appendFileSync } = require('node:fs');
  const args = process.argv.slice(2);
  appendFileSync(${JSON.stringify(starts)}, args.join(' ') + '\\n');
  const say = (line) => console.log(JSON.stringify(line));
  const value = (name) => args[args.indexOf('--' + name) + 1];
  if (value('position') === 'P9') { console.error('There is no P9.'); process.exit(2); }
  say({ type: 'progress', done: 0.5 });
  if (value('perplexity') === '99') setInterval(() => undefined, 1000);
  else say({
    type: 'embedding', method: value('method'), position: Number(value('position').slice(1)), points: [[0, 1]],
    perplexity: null, kl_divergence: null, explained_variance_ratio: null, trustworthiness: 1, seconds: 0.1,
  });
`;

async function embeddings(refusal: () => string | undefined = () => undefined) {
  const file = join(await temporaryFolder(), 'starts');
  const told: { key: EmbeddingKey; result: Embedding | TaskState }[] = [];
  const all = new Embeddings(await programOf(program(file)), '/runs/a', refusal, (key, result) =>
    told.push({ key, result }),
  );
  onTestFinished(() => all.stop());
  return { all, told, file, states: () => told.map(({ result }) => ('state' in result ? result.state : 'done')) };
}

it('tells how far an embedding is, and what it is', async () => {
  const { all, told } = await embeddings();
  await all.embed(TSNE);
  expect(told).toMatchObject([
    { key: TSNE, result: { state: 'running', done: 0 } },
    { key: TSNE, result: { state: 'running', done: 0.5 } },
    { key: TSNE, result: { type: 'embedding', method: 'tsne', position: 17, points: [[0, 1]] } },
  ]);
});

it('computes each embedding once, and again where its analysis is another one', async () => {
  const { all, file, states } = await embeddings();
  await all.embed(PCA);
  await all.embed(PCA);
  expect(states()).toEqual(['running', 'running', 'done', 'done']);
  all.forget();
  await all.embed(PCA);
  const starts = readFileSync(file, 'utf8').trim().split('\n');
  expect(starts).toEqual(Array(2).fill('embed /runs/a --position P3 --method pca --questions 2000 --json'));
});

it('computes one at a time: another one takes its place', async () => {
  const { all, told, states } = await embeddings();
  const long = { ...TSNE, perplexity: 99 };
  const first = all.embed(long);
  await vi.waitFor(() => expect(states()).toEqual(['running', 'running']));
  // A page that was out of sight asks again.
  await all.embed(long);
  expect(told.at(-1)).toMatchObject({ key: long, result: { state: 'running', done: 0.5 } });
  await all.embed(PCA);
  await first;
  expect(told.filter(({ key }) => key === long).at(-1)!.result).toEqual({ state: 'stopped' });
  expect(states()).toEqual(['running', 'running', 'running', 'stopped', 'running', 'running', 'done']);
});

it('ends one that is stopped, and says so once', async () => {
  const { all, states } = await embeddings();
  const first = all.embed({ ...TSNE, perplexity: 99 });
  await vi.waitFor(() => expect(states()).toHaveLength(2));
  all.stop();
  all.stop();
  await first;
  expect(states()).toEqual(['running', 'running', 'stopped']);
});

it('says why one failed', async () => {
  const { all, told } = await embeddings();
  await all.embed({ ...PCA, position: 9 });
  expect(told.at(-1)!.result).toEqual({ state: 'failed', message: 'There is no P9.' });
});

it('starts nothing where it must not', async () => {
  const { all, told, file } = await embeddings(() => 'not trusted');
  await all.embed(PCA);
  expect(told).toEqual([{ key: PCA, result: { state: 'failed', message: 'not trusted' } }]);
  expect(existsSync(file)).toBe(false);
});
