import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli';
import { FIXTURES } from '../support/json';
import { temporaryFolder } from '../support/temporaryFolder';

const SAMPLE = 'mix_d6_l3_h4_t60K_s100003';
const SHORT = { kind: 'sae', model: SAMPLE, encoding_dim: 24, k: 4, batch_size: 8, num_batches: 10, num_epochs: 2 };

async function quanta(args: readonly string[], folder?: string) {
  const { code, stdout, stderr } = await runCli(args, { cwd: folder ?? (await temporaryFolder()) });
  return {
    code,
    stderr,
    stdout,
    json: () =>
      stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
  };
}

describe('quanta train', () => {
  it('prints the notebook’s lines and where the SAE is, and lists and shows the run afterwards', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(join(cwd, 'small.quanta.json'), JSON.stringify(SHORT));
    const trained = await quanta(['train', 'small.quanta.json'], cwd);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    expect(trained.stdout).toMatch(/^Epoch: 1, Score: .*, Neurons used: \d+\/24 \(\d+\.\d\d%\)$/m);
    expect(trained.stdout).toMatch(/^Saved \.quanta\/runs\/\d{8}-\d{6}-small\/sae$/m);
    expect(trained.stdout).not.toContain('\u001b');

    const listed = await quanta(['runs', 'list'], cwd);
    expect(listed.stdout).toMatch(/-small +done +mix_d6_l3_h4_t60K_s100003 +topk 24 +2\/2/);
    const [runs] = (await quanta(['runs', 'list', '--json'], cwd)).json() as [{ id: string; state: string }[]];
    expect(runs).toMatchObject([{ state: 'done' }]);

    const directory = join('.quanta', 'runs', runs[0]!.id);
    const shown = await quanta(['runs', 'show', directory], cwd);
    expect(shown.stdout).toContain('encoding_dim: 24');
    expect(shown.stdout).toContain('Result: {"score":');
    const [run] = (await quanta(['runs', 'show', directory, '--json'], cwd)).json() as [object];
    expect(run).toMatchObject({ state: 'done', epochs: [{ epoch: 1 }, { epoch: 2 }] });
  });

  it('says that it stopped early before the line of the epoch that did it, as the notebook does', async () => {
    const cwd = await temporaryFolder();
    const calm = { ...SHORT, num_epochs: 9, patience: 2, early_stopping_threshold: 100 };
    writeFileSync(join(cwd, 'calm.quanta.json'), JSON.stringify(calm));
    const { code, stdout } = await quanta(['train', 'calm.quanta.json', '--run', 'run'], cwd);
    expect(code).toBe(0);
    const early = 'Early stopping at epoch 3 due to no significant improvement.';
    expect(stdout).toMatch(new RegExp(`^${early}\\nEpoch: 3, Score`, 'm'));
    expect(readFileSync(join(cwd, 'run', 'log.txt'), 'utf8')).toMatch(new RegExp(`${early}\\n.* Epoch: 3, Score`));
    const [run] = (await quanta(['runs', 'show', 'run', '--json'], cwd)).json() as [object];
    expect(run).toMatchObject({ state: 'done', run: { config: { file: join(cwd, 'calm.quanta.json') } } });
  });

  it('prints with --json what metrics.jsonl holds, between start and end', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(join(cwd, 'small.quanta.json'), JSON.stringify(SHORT));
    const { code, json } = await quanta(['train', 'small.quanta.json', '--json', '--run', 'here'], cwd);
    expect(code).toBe(0);
    const lines = json() as { kind: string }[];
    expect(lines[0]).toEqual({ kind: 'start', run: join(cwd, 'here') });
    expect(lines.at(-1)).toEqual({ kind: 'end', state: 'done', exit: 0 });
    expect(lines.filter(({ kind }) => kind === 'epoch')).toHaveLength(2);
  });
});

describe('quanta models', () => {
  it('lists the bundled model and those of the current folder', async () => {
    const cwd = FIXTURES;
    const [models] = (await quanta(['models', 'list', '--json'], cwd)).json() as [{ name: string; place: string }[]];
    expect(models).toContainEqual(expect.objectContaining({ name: SAMPLE, place: 'bundled', digits: 6, layers: 3 }));
    expect(models).toContainEqual(expect.objectContaining({ name: 'tiny', place: 'workspace', parameters: 1319 }));
    expect(models.find(({ name }) => name === 'tiny_legacy')).toHaveProperty('error');
    const { stdout } = await quanta(['models', 'list'], cwd);
    expect(stdout).toMatch(/^tiny_legacy +no model +workspace: /m);
    expect(stdout).toMatch(/^No model: .*tiny_legacy\.pth.*before 1\.6/m);
  });

  it('inspects one', async () => {
    const { code, stdout } = await quanta(['models', 'inspect', join(FIXTURES, 'tiny.pth')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/parameters +1319/);
    expect(stdout).toMatch(/blocks\.0\.mlp\.W_in +\[8, 32\]/);
    const [model] = (await quanta(['models', 'inspect', SAMPLE, '--json'])).json() as [object];
    expect(model).toMatchObject({ name: SAMPLE, operations: { add: 34, sub: 66, mul: 0 }, heads: 4, warnings: [] });
  });
});

describe('quanta ask', () => {
  it('answers, and says that the answer is right', async () => {
    const { code, stdout } = await quanta(['ask', SAMPLE, '072074-272074']);
    expect(code).toBe(0);
    expect(stdout).toContain('072074-272074=-0200000  right');
  });

  it('says that a wrong answer is wrong', async () => {
    const [answer] = (await quanta(['ask', join(FIXTURES, 'tiny.pth'), '133357+182243', '--json'])).json() as [object];
    expect(answer).toMatchObject({ correct: false, expected: '+0315600', question: '133357+182243=+0315600' });
  });

  it('refuses a question of another length', async () => {
    const { code, stderr } = await quanta(['ask', SAMPLE, '12+34']);
    expect(code).toBe(2);
    expect(stderr).toContain('operands of 2 and 2 digits, expected 6 each');
  });
});
