import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { triedSchema } from '../../src/core/run/tried';
import { writeSaeLensDirectory } from '../../src/store/saeFiles';
import { CLI } from '../support/buildOnce';
import { runCli } from '../support/cli';
import { values } from '../support/finiteDifferences';
import { FIXTURES } from '../support/json';
import { temporaryFolder } from '../support/temporaryFolder';

const MODEL = 'add_d5_l2_h3_t15K_s100005';
const SUBJECT = ['--sae', 'sae', '--model', MODEL, '--layer', '0'];
const NEURONS = 16;
const QUESTION = '48163+51837';

/** A folder with an adder of five digits and an SAE of random weights for it. */
async function folder(): Promise<string> {
  const cwd = await temporaryFolder();
  for (const file of [`${MODEL}.pth`, `${MODEL}_train.json`]) await cp(join(FIXTURES, file), join(cwd, file));
  const sae = {
    architecture: 'kl',
    W_enc: values([192, NEURONS], -0.3, 0.3, 1),
    b_enc: values([NEURONS], -0.1, 0.1, 2),
    W_dec: values([NEURONS, 192], -0.3, 0.3, 3),
    b_dec: values([192], -0.1, 0.1, 4),
  } as const;
  const metadata = { model_name: MODEL, hook_name: 'blocks.0.mlp.hook_post', context_size: 19 };
  await writeSaeLensDirectory(join(cwd, 'sae'), sae, metadata, new Float32Array(NEURONS));
  return cwd;
}

describe('quanta try', () => {
  it('shows every token, and the answer with and without neurons', async () => {
    const cwd = await folder();
    const args = ['try', ...SUBJECT, QUESTION, '--without', '3,5'];
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(`${QUESTION}=+100000`);
    expect(lines.filter((line) => /^P\d+ \S+ +[\d+=] +\d+ {2}/.test(line))).toHaveLength(19);
    expect(lines).toContain('True answer +100000');
    expect(lines).toContain('model: +100000  right');
    expect(stdout).toMatch(/^with the SAE spliced in: \S+ {2}(right|\d of 7 tokens wrong)$/m);
    expect(stdout).toMatch(/^without 3, 5 \(mean\): /m);
  });

  it('marks tokens that are wrong, with the probability of the true one', async () => {
    const cwd = await folder();
    const { stdout } = await runCli(['try', ...SUBJECT, QUESTION], { cwd });
    const printed = stdout.split('\n\n').find((part) => part.startsWith('with the SAE spliced in'))!;
    const json = await runCli(['try', ...SUBJECT, QUESTION, '--json'], { cwd });
    const { spliced, true_answer } = triedSchema.parse(JSON.parse(json.stdout));
    const wrong = Array.from(spliced.text).flatMap((token, i) => (token === true_answer[i] ? [] : [i]));
    // Random weights take the model apart.
    expect(wrong.length).toBeGreaterThan(0);
    expect(printed.match(/\[[^\]]\]/g)).toEqual(wrong.map((i) => `[${spliced.text[i]!}]`));
    const lines = printed.trimEnd().split('\n');
    expect(lines.at(-1)).toContain('of the true token');
    expect(lines.at(-1)!.match(/\d\.\d+/g)).toEqual(wrong.map((i) => spliced.of_true[i]!.toFixed(4)));
  });

  it('answers questions from the standard input until it ends', async () => {
    const cwd = await folder();
    const child = spawn(process.execPath, [CLI, 'try', ...SUBJECT, '--json'], {
      cwd,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]() as AsyncIterator<string, string>;
    const ask = async (request: string | object) => {
      child.stdin.write(`${typeof request === 'string' ? request : JSON.stringify(request)}\n`);
      return JSON.parse((await lines.next()).value) as { problem?: string };
    };
    const first = triedSchema.parse(await ask({ question: QUESTION, neurons: [2, 0], to: 'zero' }));
    expect(first).toMatchObject({ true_answer: '+100000', without: { neurons: [0, 2], to: 'zero' } });
    expect(await ask({ question: '12+34', neurons: [], to: 'zero' })).toEqual({
      problem: expect.stringContaining('operands of 2 and 2 digits') as string,
    });
    expect((await ask('{')).problem).toContain('expected a request such as');
    expect((await ask({ question: QUESTION, neurons: [16], to: 'mean' })).problem).toContain('neurons are 0 to 15');
    expect(await ask({ question: QUESTION, neurons: [0, 2], to: 'zero' })).toEqual(first);
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it.each<[string[], ...words: string[]]>([
    [['try', ...SUBJECT], 'give a question', '--json'],
    [['try'], 'give a question'],
    [['try', '--json'], 'name an SAE'],
    [['try', 'none', QUESTION], 'there is no run here'],
    [['try', ...SUBJECT, '48163'], 'is not a question'],
    [['try', ...SUBJECT, QUESTION, '--without', '3,x'], 'whole number'],
    [['try', ...SUBJECT, QUESTION, '--without', '99'], 'there is no neuron 99'],
    [['try', ...SUBJECT, QUESTION, '--to', 'one'], 'mean, zero'],
    [['try', '--sae', 'nowhere', '--model', MODEL, QUESTION], 'nowhere: there is no such file'],
  ])('refuses quanta %j', async (args, ...words) => {
    const { code, stderr } = await runCli(args, { cwd: await folder() });
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code, stderr).toBe(2);
    for (const word of words) expect(stderr).toContain(word);
  });
});
