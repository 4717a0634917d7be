import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../support/cli';
import { temporaryFolder } from '../support/temporaryFolder';
import { BUNDLED } from '../support/temporaryRuns';

const SAMPLE = 'mix_d6_l3_h4_t60K_s100003';

it('tells what is claimed of a published model, and nothing of another one', async () => {
  const cwd = await temporaryFolder();
  const name = 'mix_d6_l3_h4_t40K_s372001';
  await copyFile(join(BUNDLED, `${SAMPLE}.pth`), join(cwd, `${name}.pth`));
  const { code, stdout } = await runCli(['models', 'inspect', name], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('Published under this name: add 6 nines, sub 6 nines');
  expect(stdout).toContain('known wrong 463687+166096=+0639783');
  const json = await runCli(['models', 'inspect', name, '--json'], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({ published: { name, nines: { add: 6, sub: 6 }, loss: 5e-9 } });

  const other = await runCli(['models', 'inspect', SAMPLE, '--json'], { cwd });
  expect(JSON.parse(other.stdout)).toMatchObject({ name: SAMPLE, published: null });
});
