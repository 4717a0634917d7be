import { readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { FolderListing } from './folderListing';
import { isMissing } from './textFile';

/**
 * The folder in which huggingface_hub keeps downloads, by the same environment variables: the first that is set of
 * HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE (its deprecated name), HF_HOME and XDG_CACHE_HOME.
 */
export function hubCacheFolder(environment: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = environment;
  const huggingFace = HF_HOME ?? join(XDG_CACHE_HOME ?? join(home, '.cache'), 'huggingface');
  return expandHome(HF_HUB_CACHE ?? HUGGINGFACE_HUB_CACHE ?? join(huggingFace, 'hub'), home);
}

/** A shell leaves the ~ of a quoted value, and of one from a file, as it is. */
function expandHome(path: string, home: string): string {
  return path.replace(/^~(?=$|[/\\])/, () => home);
}

/** The `.pth` files in the model repositories of a Hugging Face cache. */
export async function modelFilesInHubCache(cache: string, listing: FolderListing): Promise<string[]> {
  const files: string[] = [];
  for (const { name } of await listing.entries(cache)) {
    if (name.startsWith('models--')) files.push(...(await filesOfRepository(join(cache, name), listing)));
  }
  return files;
}

/** Those of the snapshot that `main` stands for, and what only other snapshots have. */
async function filesOfRepository(repository: string, listing: FolderListing): Promise<string[]> {
  const snapshots = join(repository, 'snapshots');
  const main = await commitOfMain(repository);
  const commits = (await listing.entries(snapshots)).map(({ name }) => name);
  const filesOf = async (commit: string) => {
    const names = (await listing.entries(join(snapshots, commit))).map(({ name }) => name);
    return names.filter((name) => name.endsWith('.pth')).map((name) => join(snapshots, commit, name));
  };

  const current = main !== undefined && commits.includes(main) ? await filesOf(main) : [];
  const inMain = new Set(current.map((file) => basename(file)));
  const others = await Promise.all(commits.filter((commit) => commit !== main).map(filesOf));
  return distinctFiles([...current, ...others.flat().filter((file) => !inMain.has(basename(file)))]);
}

async function commitOfMain(repository: string): Promise<string | undefined> {
  try {
    return (await readFile(join(repository, 'refs', 'main'), 'utf8')).trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Snapshots link to shared blobs: of several links by one name to one blob the first stays, to a missing one none. */
async function distinctFiles(paths: readonly string[]): Promise<string[]> {
  const firstLinks = new Map<string, string>();
  for (const path of paths) {
    const blob = await realpath(path).catch(() => undefined);
    const link = `${basename(path)} ${blob}`;
    if (blob !== undefined && !firstLinks.has(link)) firstLinks.set(link, path);
  }
  return [...firstLinks.values()];
}
