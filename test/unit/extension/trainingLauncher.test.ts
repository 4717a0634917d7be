import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NodeFinder } from '../../../src/extension/training/nodeFinder';
import { TrainingLauncher } from '../../../src/extension/training/trainingLauncher';
import { makeSweep } from '../../support/madeSweep';
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

it('starts what trains a run, or what trains the trials of a sweep', async () => {
  const folder = await temporaryFolder();
  const cli = join(folder, 'quanta.cjs');
  writeFileSync(cli, `require('fs').writeFileSync(process.argv[4] + '/said', process.argv.slice(2, 4).join(' '));`);
  const launcher = new TrainingLauncher(cli, new NodeFinder(), () => process.execPath);
  const started = async (directory: string, text: string | undefined) => {
    mkdirSync(directory, { recursive: true });
    const config = text === undefined ? undefined : { file: join(folder, 'a.quanta.json'), text };
    const created = '2026-03-09T12:04:05.678Z';
    const launch = await launcher.prepare();
    await (
      await launch(directory, config && { created, workspace: folder, config })
    ).exit;
    return readFileSync(join(directory, 'said'), 'utf8');
  };
  expect(await started(join(folder, 'a'), '{ "kind": "sae" }')).toBe('train --run');
  // Whatever else is wrong with it.
  expect(await started(join(folder, 'b'), '{ "kind": "sweep", "space"')).toBe('sweep --dir');
  // What a terminal began has no request.
  const begun = join(folder, 'c');
  await makeSweep(begun, { trials: 0 });
  expect(await started(begun, undefined)).toBe('sweep --dir');
  expect(await started(join(folder, 'd'), undefined)).toBe('train --run');
});

it('leaves what the environment says where the user has set none', async () => {
  expect(await told({ QUANTA_PROVIDER: 'cpu' }, 'auto')).toBe('cpu');
  expect(await told({ QUANTA_PROVIDER: undefined }, 'auto')).toBe('undefined');
});
