// `node bench/run.mjs embedding FOLDER … [--positions 13,17] [--seeds 1,2,3] [--python PROGRAM]`: how fast and how
// trustworthy Quanta's t-SNE is against scikit-learn's, on the encodings of analysed SAEs, in turns. Trustworthiness of
// both is scikit-learn's, with 12 neighbours; times are from the encodings to the layout, wall clock.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { tsne } from '../src/core/analysis/embedding/tsne';
import { bytesOf } from '../src/core/floatArray';
import { encodingsAt } from '../src/runtime/analysis/embedEncodings';
import { AnalysisReader } from '../src/store/analysisReader';
import { machine } from './support/machine';
import { inProject } from './support/project';
import { median, withSpread } from './support/statistics';
import { printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

const PERPLEXITY = 30;

/** A line of `bench/peers/tsne.py`. */
interface Answer {
  readonly name: string;
  readonly seconds: number;
  readonly trustworthiness: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    positions: { type: 'string', default: '13,17' },
    seeds: { type: 'string', default: '1,2,3' },
    questions: { type: 'string', default: '2000' },
    python: { type: 'string', default: 'python3' },
  },
});
const numbers = (list: string) => list.split(',').map(Number);

console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const peer = spawn(values.python, [inProject('bench/peers/tsne.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]() as AsyncIterator<string>;
  const answer = async () => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${values.python} cannot run scikit-learn`);
    return JSON.parse(line.value) as Answer;
  };
  const ask = async (request: object) => {
    peer.stdin.write(`${JSON.stringify(request)}\n`);
    return answer();
  };
  const { name } = await answer();
  const rows: string[][] = [];
  for (const directory of positionals.map((path) => resolve(path))) {
    const reader = await AnalysisReader.open(directory);
    for (const position of numbers(values.positions)) rows.push(await compare(reader, position, folder, ask));
  }
  console.log(`${values.questions} questions, perplexity ${PERPLEXITY}; Quanta against ${name}`);
  const heads = ['neurons, position', 'Quanta, s', 'other, s', 'ratio', 'Quanta, trust', 'other, trust', 'difference'];
  printTable(heads, rows);
  peer.stdin.end();
  await once(peer, 'close');
});

async function compare(
  reader: AnalysisReader,
  position: number,
  folder: string,
  ask: (request: object) => Promise<Answer>,
): Promise<string[]> {
  const data = await encodingsAt(reader, position, Number(values.questions));
  const [points, layout] = [join(folder, 'points'), join(folder, 'layout')];
  await writeFile(points, bytesOf(Float32Array.from(data.values)));
  const [ours, theirs]: [Answer[], Answer[]] = [[], []];
  for (const seed of numbers(values.seeds)) {
    progress(`${reader.directory}, P${position}, seed ${seed}`);
    const start = performance.now();
    const task = tsne(data, { perplexity: PERPLEXITY, seed });
    let step = task.next();
    while (step.done !== true) step = task.next();
    const seconds = (performance.now() - start) / 1000;
    await writeFile(layout, bytesOf(step.value.points));
    ours.push({ ...(await ask({ points, count: data.count, layout })), seconds });
    theirs.push(await ask({ points, count: data.count, seed, perplexity: PERPLEXITY }));
  }
  const [own, other] = [ours, theirs].map((found) => found.map(({ seconds }) => seconds)) as [number[], number[]];
  const [trust, otherTrust] = [ours, theirs].map((found) => found.map(({ trustworthiness }) => trustworthiness)) as [
    number[],
    number[],
  ];
  return [
    `${data.dimensions}, P${position}`,
    ...[own, other].map((times) => withSpread(times, 1)),
    withSpread(
      other.map((time, i) => time / own[i]!),
      1,
    ),
    ...[trust, otherTrust].map((found) => withSpread(found, 5)),
    (median(trust) - median(otherTrust)).toFixed(5),
  ];
}
