import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli';
import { FIXTURES } from '../support/json';
import { bytes } from './formats/torchFiles';
import { torchZip } from './madeModels';
import { CONFIG, trainingFolder, writeConfig } from './trainingFolder';

const REFUSED = 2;
const rightKeys = { operations: { add: 100 } };

/** What the command says as it refuses; it must have made no run. */
async function refusal(
  cwd: string,
  args: readonly string[],
  preload = '',
): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await runCli(args, { cwd, preload });
  expect(stderr).not.toMatch(/^ +at /m);
  expect(code, stderr).toBe(REFUSED);
  expect(existsSync(join(cwd, '.quanta'))).toBe(false);
  return { stdout, stderr };
}

describe('a command is refused', () => {
  it.each<[string, ...words: string[]]>([
    ['train', 'say what to train'],
    ['trian', "unknown command 'trian'", 'Did you mean train?'],
    ['train --run', "'--run <directory>' argument missing"],
    [`train ${CONFIG} --epochs 3`, "unknown option '--epochs'"],
    [`train ${CONFIG} b.quanta.json`, 'too many arguments'],
    [`train ${CONFIG} --provider gpu`, "'gpu' is invalid", 'cpu'],
    [`train ${CONFIG} --provider cuda`, 'provider "cuda"', 'ask for "cpu"'],
    ['train none.quanta.json', 'none.quanta.json: there is no such file'],
    ['train .', 'cannot read .', 'directory'],
    ['train --run none', 'none: there is no run here'],
    ['train --run foreign', 'foreign: there is no run here'],
    [`train ${CONFIG} --run foreign`, 'foreign: a run needs a directory of its own', 'notes.txt'],
    [`train ${CONFIG} --run tiny.pth`, 'tiny.pth as a run', 'not a directory'],
    [`train ${CONFIG} --run tiny.pth/run`, 'tiny.pth/run', 'not a directory', '--run'],
    ['models inspect none.pth', 'there is no file', 'none.pth'],
    ['models inspect initial.pth', 'initial.pth: tensor embed.W_E is missing'],
    ['ask tiny.pth 1+1', '"1+1" has operands of 1 and 1 digits, expected 6'],
    ['runs show foreign', 'foreign: there is no run here'],
    ['runs list tiny.pth', 'cannot list the runs in tiny.pth'],
  ])('quanta %s', async (command, ...words) => {
    const cwd = await trainingFolder(rightKeys);
    await mkdir(join(cwd, 'foreign'));
    await writeFile(join(cwd, 'foreign', 'notes.txt'), 'mine');
    const { stderr } = await refusal(cwd, command.split(' '));
    for (const word of words) expect(stderr).toContain(word);
    expect(await readdir(join(cwd, 'foreign'))).toEqual(['notes.txt']);
  });
});

describe('a file that would fill the memory is refused', () => {
  /** Prints the most memory that the process had, in kilobytes. */
  const tellMemory = "process.on('exit', () => console.log('peak', process.resourceUsage().maxRSS));";
  const mostMegabytes = 250;

  /** Gives a file, made where it is missing, half a gigabyte, of which the disk holds none. */
  const grow = (file: string) => async (cwd: string) => {
    await writeFile(join(cwd, file), '', { flag: 'a' });
    await truncate(join(cwd, file), 2 ** 29);
  };
  /** A quarter of a gigabyte of zeros in a quarter of a megabyte. */
  const bomb = async (cwd: string) => {
    const file = Buffer.from(torchZip(deflateRawSync(new Uint8Array(2 ** 28))));
    file.writeUInt16LE(8, file.indexOf(bytes('PK', 1, 2)) + 10); // deflated: APPNOTE.TXT 4.4.5
    await writeFile(join(cwd, 'tiny.pth'), file);
  };
  const questions = async (cwd: string) => {
    await grow('q.txt')(cwd);
    await writeConfig(cwd, { questions: 'q.txt' });
  };
  const startingSae = async (cwd: string) => {
    await cp(join(FIXTURES, 'sae_lens', 'topk'), join(cwd, 'sae'), { recursive: true });
    await grow(join('sae', 'sae_weights.safetensors'))(cwd);
    await writeConfig(cwd, { ...rightKeys, init_from: 'sae' });
  };

  it.each<[string, (cwd: string) => Promise<unknown>, string]>([
    ['as a config', grow(CONFIG), CONFIG],
    ['as a model', grow('tiny.pth'), 'tiny.pth'],
    ['as a bomb', bomb, 'tiny.pth'],
    ["as a model's train.json", grow('tiny_train.json'), 'tiny_train.json'],
    ['as questions', questions, 'q.txt'],
    ['as an SAE to start from', startingSae, 'sae_weights.safetensors'],
  ])('%s', async (_, make, file) => {
    const cwd = await trainingFolder(rightKeys);
    await make(cwd);
    const { stdout, stderr } = await refusal(cwd, ['train', CONFIG], tellMemory);
    expect(stderr).toContain(file);
    expect(Number(/peak (\d+)/.exec(stdout)![1]) / 1024).toBeLessThan(mostMegabytes);
  });
});
