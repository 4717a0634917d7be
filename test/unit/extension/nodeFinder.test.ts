import { chmod, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engines } from '../../../package.json';
import { NodeFinder, type EditorProcess } from '../../../src/extension/training/nodeFinder';
import { isNewEnough, OLDEST_NODE } from '../../../src/extension/training/nodeProgram';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

const THIS_NODE = { path: process.execPath, version: process.versions.node };

/** A program that answers as a Node would, made in a folder of its own; returns the folder. */
async function folderWith(script: string): Promise<string> {
  const folder = await temporaryFolder();
  const program = await writeAt(join(folder, 'node'), `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return folder;
}

const answering = (answer: object) => folderWith(`echo '${JSON.stringify(answer)}'`);
const nodeOf = (version: string) => answering({ path: '/opt/node', version });

/** The editor's process; its PATH has only these folders. */
const editor = (folders: readonly string[], changes: Partial<EditorProcess> = {}): EditorProcess => ({
  env: { PATH: folders.join(delimiter) },
  execPath: '/usr/share/editor/editor',
  versions: { node: '22.15.1', electron: '35.6.0' },
  ...changes,
});

describe('the oldest Node', () => {
  it('is the one that the package asks for', () => {
    expect(`>=${OLDEST_NODE}`).toBe(engines.node);
    expect(isNewEnough(OLDEST_NODE)).toBe(true);
  });

  it.each([
    ['20.18.9', false],
    ['18.99.0', false],
    ['9.0.0', false],
    ['20.19.1', true],
    ['20.20.0', true],
    ['22.0.0', true],
    ['100.0.0', true],
  ])('%s is new enough: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });
});

// Windows runs no scripts as programs.
describe.skipIf(process.platform === 'win32')('the Node for training', () => {
  it('is the program itself that the first suitable entry of PATH leads to', async () => {
    const folder = await temporaryFolder();
    await symlink(process.execPath, join(folder, 'node'));
    const found = await new NodeFinder(editor([await temporaryFolder(), folder])).find('');
    expect(found).toEqual({ ...THIS_NODE, source: 'path', environment: {}, notes: [] });
  });

  it('passes over what is too old, broken, Electron or no Node, and says so', async () => {
    const unusable = [
      await nodeOf('18.20.4'),
      await answering({ path: '/opt/code', version: '22.15.1', electron: '35.6.0' }),
      await folderWith('exit 3'),
      await folderWith('echo v20.19.0'),
    ];
    const notRunnable = await temporaryFolder();
    await writeAt(join(notRunnable, 'node'), '');
    const isFolder = await temporaryFolder();
    await mkdir(join(isFolder, 'node'));
    const finder = new NodeFinder(editor([...unusable, notRunnable, isFolder, await nodeOf('20.19.0')]));
    const { version, source, notes } = await finder.find('');
    expect({ version, source }).toEqual({ version: '20.19.0', source: 'path' });
    const [old, electron, failing, silent] = unusable.map((folder) => join(folder, 'node'));
    expect(notes).toEqual([
      `Passed over in PATH: ${old} is Node 18.20.4, and training needs ${OLDEST_NODE} or newer.`,
      `Passed over in PATH: ${electron} is Electron 35.6.0, no real Node.`,
      `Passed over in PATH: ${failing} is no Node: asked for its version, it failed (3).`,
      `Passed over in PATH: ${silent} is no Node: asked for its version, it said "v20.19.0\\n".`,
      `Passed over in PATH: ${join(notRunnable, 'node')} is not a program that you may run.`,
      `Passed over in PATH: ${join(isFolder, 'node')} is not a program that you may run.`,
    ]);
  });

  it('is not looked for in relative folders', async () => {
    const { source } = await new NodeFinder(editor(['', '.', 'bin', await nodeOf('22.0.0')])).find('');
    expect(source).toBe('path');
    const { notes } = await new NodeFinder(editor(['', '.', 'bin'])).find('');
    expect(notes).toHaveLength(1);
  });

  it('is the editor’s own where PATH has none, run as Node', async () => {
    const found = await new NodeFinder(editor([await nodeOf('16.0.0')])).find('');
    expect(found).toMatchObject({
      path: '/usr/share/editor/editor',
      version: '22.15.1',
      source: 'editor',
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    });
    expect(found.notes).toEqual([
      expect.stringContaining('is Node 16.0.0'),
      expect.stringContaining("training runs in the editor's own"),
    ]);
    const server = new NodeFinder(editor([], { versions: { node: '22.15.1' } }));
    expect((await server.find('')).environment).toEqual({});
    expect((await new NodeFinder({ ...editor([]), env: {} }).find('')).source).toBe('editor');
  });

  it('is none where the editor’s own is too old as well', async () => {
    const finder = new NodeFinder(editor([], { versions: { node: '18.0.0' } }));
    await expect(finder.find('')).rejects.toMatchObject({ name: 'UserError' });
    await expect(finder.find('')).rejects.toThrow(/Node 18\.0\.0, which is too old: install Node .* quanta\.nodePath/);
  });

  it('is the one of the setting, whatever PATH has', async () => {
    const finder = new NodeFinder(editor([await nodeOf('22.0.0')]));
    const found = await finder.find(process.execPath);
    expect(found).toEqual({ ...THIS_NODE, source: 'setting', environment: {}, notes: [] });
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'a relative path',
      () => Promise.resolve('bin/node'),
      /expected the absolute path of a Node program, found bin\/node/,
    ],
    ['nothing', async () => join(await temporaryFolder(), 'none'), /none is not there: install Node/],
    ['a folder', temporaryFolder, /is not a program that you may run: install/],
    ['an old Node', async () => join(await nodeOf('20.18.3'), 'node'), /is Node 20\.18\.3, and training needs/],
    ['no Node', async () => join(await folderWith('echo hello'), 'node'), /is no Node: .* it said "hello/],
  ])('is refused where the setting names %s', async (_, setting, message) => {
    const finder = new NodeFinder(editor([await nodeOf('22.0.0')]));
    const asking = finder.find(await setting());
    await expect(asking).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/^quanta\.nodePath: /) as string,
    });
    await expect(asking).rejects.toThrow(message);
  });

  it('is asked once, and again when it was replaced', async () => {
    const folder = await temporaryFolder();
    const log = join(folder, 'asked');
    const install = async (version: string) => {
      await rm(join(folder, 'node'), { force: true });
      const answer = JSON.stringify({ path: '/opt/node', version });
      const program = await writeAt(join(folder, 'node'), `#!/bin/sh\necho asked >> ${log}\necho '${answer}'\n`);
      await chmod(program, 0o755);
    };
    const finder = new NodeFinder({ ...editor([folder]), env: { PATH: [folder, '/bin', '/usr/bin'].join(delimiter) } });
    await install('20.19.0');
    await Promise.all([finder.find(''), finder.find('')]);
    await finder.find('');
    expect(await asked(log)).toBe(1);
    await install('22.0.0');
    expect((await finder.find('')).version).toBe('22.0.0');
    expect(await asked(log)).toBe(2);
  });
});

async function asked(log: string): Promise<number> {
  return (await readFile(log, 'utf8')).trim().split('\n').length;
}
