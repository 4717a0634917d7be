import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NodeFinder } from '../../../src/extension/training/nodeFinder';
import { TrainingLauncher } from '../../../src/extension/training/trainingLauncher';
import { temporaryFolder } from '../../support/temporaryFolder';

/** What a process that trains is told of the setting. */
async function told(environment: NodeJS.ProcessEnv, provider: string): Promise<string> {
  const folder = await temporaryFolder();
  const [cli, said] = [join(folder, 'quanta.cjs'), join(folder, 'said')];
  writeFileSync(cli, `require('fs').writeFileSync(${JSON.stringify(said)}, String(process.env.QUANTA_PROVIDER));`);
  const env = { ...process.env, ...environment };
  const launcher = new TrainingLauncher(
    cli,
    new NodeFinder(),
    () => process.execPath,
    env,
    () => provider,
  );
  const launch = await launcher.prepare();
  const { exit } = await launch(folder, undefined);
  expect(await exit).toEqual({ code: 0, signal: null });
  return existsSync(said) ? readFileSync(said, 'utf8') : 'nothing';
}

it('tells the process that trains which provider the user has set', async () => {
  expect(await told({}, 'webgpu')).toBe('webgpu');
  expect(await told({ QUANTA_PROVIDER: 'cpu' }, 'webgpu')).toBe('webgpu');
});

it('leaves what the environment says where the user has set none', async () => {
  expect(await told({ QUANTA_PROVIDER: 'cpu' }, 'auto')).toBe('cpu');
  expect(await told({ QUANTA_PROVIDER: undefined }, 'auto')).toBe('undefined');
});
