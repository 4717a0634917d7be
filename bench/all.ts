// `node bench/run.mjs all [NAME…] [options]`: the benches that measure training, or those named, one after the other, as
// Markdown; what cannot be measured is named and left out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { program } from './support/project';

const EVERYTHING = [
  'peers',
  'saeTrainers',
  'trainingStep',
  'scaling',
  'overhead',
  'start',
  'memory',
  'load',
  'together',
];

const args = process.argv.slice(2);
const names = args.splice(
  0,
  [...args, '--'].findIndex((arg) => arg.startsWith('--')),
);

const begin = performance.now();
for (const name of names.length > 0 ? names : EVERYTHING) {
  console.log(`### ${name}\n`);
  const child = spawn(process.execPath, [program(name), ...args], { stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    process.stderr.write(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const error = /^\w*Error.*/m.exec(said)?.[0] ?? `it ended with ${code}`;
  if (code !== 0) console.log(`not measured: ${error}\n`);
}
const minutes = (performance.now() - begin) / 60_000;
console.log(`${minutes.toFixed(1)} minutes in all`);
