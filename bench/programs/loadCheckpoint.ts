// `node bench-loadCheckpoint.mjs CHECKPOINT.pth TIMES`: loads a checkpoint's weights as many times as asked and prints the
// milliseconds of each, as JSON.
import { loadTransformer, readModelFile } from '../../src/store/modelFile';

const [path = '', times = '1'] = process.argv.slice(2);
const milliseconds: number[] = [];
let values = 0;
for (let i = 0; i < Number(times); i++) {
  const start = performance.now();
  const { weights } = await loadTransformer(await readModelFile(path));
  milliseconds.push(performance.now() - start);
  values = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
}
console.log(JSON.stringify({ name: 'Quanta', values, milliseconds }));
