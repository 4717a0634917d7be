import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../src/store/configFile';
import { sha256OfFile } from '../../../src/store/fileHash';
import { FolderListing } from '../../../src/store/folderListing';
import { hubCacheFolder } from '../../../src/store/hubCache';
import { findModel } from '../../../src/store/modelSearch';
import { modelFilesUnder } from '../../../src/store/workspaceModels';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

const name = 'add_d5_l1_h3_t15K_s372001';

/** Folders to search in, and a search in them by a config file in the workspace's folder `configs`. */
async function places() {
  const root = await temporaryFolder();
  const folders = { workspace: join(root, 'work'), hubCache: join(root, 'hub'), bundled: join(root, 'bundled') };
  const find = async (model: string) => {
    const configFile = join(folders.workspace, 'configs', 'a.quanta.json');
    await writeAt(configFile, JSON.stringify({ kind: 'sae', model }));
    return findModel(await readConfigFile(configFile), folders);
  };
  return { ...folders, find };
}

/** Puts a file into a Hub cache as huggingface_hub does: a snapshot's entry is a link to a blob. */
async function cache(hub: string, repository: string, commit: string, file: string, blob: string): Promise<string> {
  const target = await writeAt(join(hub, repository, 'blobs', blob), blob);
  const path = join(hub, repository, 'snapshots', commit, file);
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
  return path;
}

describe('findModel by path', () => {
  it('takes it relative to the config file', async () => {
    const { workspace, find } = await places();
    const path = await writeAt(join(workspace, 'models', 'x.pth'));
    expect(await find('../models/x.pth')).toEqual({ name: 'x', path, place: 'path' });
    expect(await find(path)).toEqual({ name: 'x', path, place: 'path' });
  });

  it('says which file is missing', async () => {
    const { workspace, find } = await places();
    await mkdir(join(workspace, 'configs', 'folder.pth'), { recursive: true });
    const problem = (model: string) =>
      `a.quanta.json:1:23: model: there is no file ${join(workspace, 'configs', model)}`;
    await expect(find('x.pth')).rejects.toThrow(problem('x.pth'));
    await expect(find('folder.pth')).rejects.toThrow(problem('folder.pth'));
  });
});

describe('findModel by name', () => {
  it('looks in the workspace, then in the Hub cache, then among the bundled models', async () => {
    const { workspace, hubCache, bundled, find } = await places();
    const inBundled = await writeAt(join(bundled, `${name}.pth`));
    expect(await find(name)).toEqual({ name, path: inBundled, place: 'bundled' });
    const inHub = await cache(hubCache, 'models--a--b', 'c0', `${name}.pth`, 'blob');
    expect(await find(name)).toEqual({ name, path: inHub, place: 'hubCache' });
    const inWorkspace = await writeAt(join(workspace, 'some', 'where', `${name}.pth`));
    expect(await find(name)).toEqual({ name, path: inWorkspace, place: 'workspace' });
  });

  it('looks neither into packages and dot folders nor along links', async () => {
    const { workspace, find } = await places();
    for (const folder of ['node_modules', '.git', '.quanta', '.venv', 'src/node_modules']) {
      await writeAt(join(workspace, folder, `${name}.pth`));
    }
    const outside = await writeAt(join(await temporaryFolder(), `${name}.pth`));
    await symlink(dirname(outside), join(workspace, 'link'));
    await symlink(outside, join(workspace, `${name}.pth`));
    await symlink(workspace, join(workspace, 'circle'));
    await expect(find(name)).rejects.toThrow(`found no ${name}.pth`);
  });

  it('looks eight folders deep, and says so', async () => {
    const { workspace, find } = await places();
    await writeAt(join(workspace, '1/2/3/4/5/6/7/8/9', `${name}.pth`));
    await expect(find(name)).rejects.toThrow('looked up to 8 folders deep in:');
    const path = await writeAt(join(workspace, '1/2/3/4/5/6/7/8', `${name}.pth`));
    expect((await find(name)).path).toBe(path);
  });

  it.skipIf(process.platform === 'win32')('looks into no folder that the kernel makes up', async () => {
    const looked: string[] = [];
    class RootOnly extends FolderListing {
      override entries(folder: string) {
        looked.push(folder);
        return folder === '/' ? super.entries(folder) : Promise.resolve([]);
      }
    }
    await modelFilesUnder('/', new RootOnly());
    expect(looked).toContain('/usr');
    expect(looked.filter((folder) => ['/proc', '/sys', '/dev'].includes(folder))).toEqual([]);
  });

  it('refuses two files in one place and lists them', async () => {
    const { workspace, bundled, find } = await places();
    const paths = [join(workspace, 'a', `${name}.pth`), join(workspace, 'b', `${name}.pth`)];
    for (const path of [...paths, join(bundled, `${name}.pth`)]) await writeAt(path);
    await expect(find(name)).rejects.toThrow(
      `a.quanta.json:1:23: model: the workspace ${workspace} has several files ${name}.pth:\n  ${paths.join('\n  ')}\n`,
    );
  });

  it('says where it looked and which names are near', async () => {
    const { workspace, hubCache, bundled, find } = await places();
    await writeAt(join(workspace, 'mix_d6_l3_h4_t40K_s372001.pth'));
    await writeAt(join(bundled, `${name}.pth`));
    const message = `found no add_d5_l1_h3_t15K_s372002.pth; looked up to 8 folders deep in:
  the workspace ${workspace}
  the Hugging Face cache ${hubCache}
  the bundled models ${bundled}
Did you mean ${name} or`;
    await expect(find('add_d5_l1_h3_t15K_s372002')).rejects.toThrow(message);
  });
});

describe('findModel where a folder cannot be read', () => {
  it('finds what is elsewhere, and says so where nothing is', async () => {
    const { hubCache, bundled, find } = await places();
    await writeAt(hubCache, 'a file, where a folder should be');
    await expect(find(name)).rejects.toThrow(`These folders could not be read:\n  ${hubCache}\n`);
    const path = await writeAt(join(bundled, `${name}.pth`));
    expect((await find(name)).path).toBe(path);
  });
});

describe('findModel in the Hub cache', () => {
  const file = `${name}.pth`;
  const repository = 'models--PhilipQuirke--VerifiedArithmetic';

  it('prefers the commit that main stands for', async () => {
    const { hubCache, find } = await places();
    await cache(hubCache, repository, 'a0', file, 'old');
    const current = await cache(hubCache, repository, 'b0', file, 'new');
    await writeAt(join(hubCache, repository, 'refs', 'main'), 'b0\n');
    expect((await find(name)).path).toBe(current);
  });

  it('takes another commit where main does not have the file', async () => {
    const { hubCache, find } = await places();
    const old = await cache(hubCache, repository, 'a0', file, 'old');
    await cache(hubCache, repository, 'b0', 'other.pth', 'other');
    await writeAt(join(hubCache, repository, 'refs', 'main'), 'b0');
    expect((await find(name)).path).toBe(old);
  });

  it('takes links to one blob for one file', async () => {
    const { hubCache, find } = await places();
    const first = await cache(hubCache, repository, 'a0', file, 'same');
    await cache(hubCache, repository, 'b0', file, 'same');
    expect((await find(name)).path).toBe(first);
  });

  it('finds a file that has the same content as one of another name', async () => {
    const { hubCache, find } = await places();
    await cache(hubCache, repository, 'a0', 'a.pth', 'same');
    const path = await cache(hubCache, repository, 'a0', file, 'same');
    expect((await find(name)).path).toBe(path);
  });

  it('refuses two files that differ, and passes over other folders and lost blobs', async () => {
    const { hubCache, find } = await places();
    await writeAt(join(hubCache, 'datasets--a--b', 'snapshots', 'a0', file));
    await mkdir(join(hubCache, 'models--c--d', 'snapshots', 'a0'), { recursive: true });
    await symlink('../../blobs/lost', join(hubCache, 'models--c--d', 'snapshots', 'a0', file));
    await expect(find(name)).rejects.toThrow('found no');
    await cache(hubCache, repository, 'a0', file, 'one');
    await cache(hubCache, 'models--e--f', 'a0', file, 'two');
    await expect(find(name)).rejects.toThrow(`the Hugging Face cache ${hubCache} has several files ${file}`);
  });
});

describe('hubCacheFolder', () => {
  it("follows huggingface_hub's environment variables", () => {
    expect(hubCacheFolder({}, '/home/me')).toBe(join('/home/me', '.cache', 'huggingface', 'hub'));
    expect(hubCacheFolder({ HF_HOME: '/hf' }, '/home/me')).toBe(join('/hf', 'hub'));
    expect(hubCacheFolder({ HF_HOME: '/hf', HF_HUB_CACHE: '/cache' }, '/home/me')).toBe('/cache');
  });

  it('follows the older and the desktop ones where those are not set', () => {
    const older = { HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/older' };
    expect(hubCacheFolder(older, '/home/me')).toBe('/older');
    expect(hubCacheFolder({ ...older, HF_HUB_CACHE: '/cache' }, '/home/me')).toBe('/cache');
    const desktop = { XDG_CACHE_HOME: '/xdg' };
    expect(hubCacheFolder(desktop, '/home/me')).toBe(join('/xdg', 'huggingface', 'hub'));
    expect(hubCacheFolder({ ...desktop, HF_HOME: '/hf' }, '/home/me')).toBe(join('/hf', 'hub'));
  });

  it.each(['HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE'])("takes a leading ~ of %s for the user's folder", (variable) => {
    expect(hubCacheFolder({ [variable]: '~/hub' }, '/home/me')).toBe(join('/home/me', 'hub'));
    expect(hubCacheFolder({ [variable]: '~' }, '/home/me')).toBe('/home/me');
    expect(hubCacheFolder({ [variable]: '/~/hub~' }, '/home/me')).toBe('/~/hub~');
    expect(hubCacheFolder({ [variable]: '~other/hub' }, '/home/me')).toBe('~other/hub');
  });

  it("takes a leading ~ of HF_HOME and XDG_CACHE_HOME for the user's folder", () => {
    expect(hubCacheFolder({ HF_HOME: '~/hf' }, '/home/me')).toBe(join('/home/me', 'hf', 'hub'));
    expect(hubCacheFolder({ XDG_CACHE_HOME: '~/xdg' }, '/home/me')).toBe(join('/home/me', 'xdg', 'huggingface', 'hub'));
  });
});

describe('sha256OfFile', () => {
  it("gives FIPS 180-2's digest of abc", async () => {
    const path = await writeAt(join(await temporaryFolder(), 'abc'), 'abc');
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await sha256OfFile(path)).toBe(digest);
  });
});
