import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { ask, systemPath, type System } from './system';

/** As `ldconfig -p` marks libraries for these processors; it lists those for others, too. */
const MARKS: Readonly<Record<string, string>> = { x64: 'x86-64', arm64: 'AArch64' };
/** What the loader knows by itself: libraries put there since `ldconfig` last ran are found all the same. */
const OWN_FOLDERS = ['/lib64', '/usr/lib64', '/lib', '/usr/lib'];
/** The folders of `ldconfig`, which users who administer nothing may not have in their PATH. */
const ADMINISTRATION = ['/usr/sbin', '/sbin'];

/** Where the dynamic loader of Linux looks for libraries. */
export class LibraryPaths {
  private constructor(
    private readonly before: readonly string[],
    private readonly cache: ReadonlyMap<string, string>,
    private readonly after: readonly string[],
  ) {}

  static async of(system: System): Promise<LibraryPaths> {
    const own = OWN_FOLDERS.map((folder) => systemPath(system, folder));
    return new LibraryPaths(foldersOf(system.env.LD_LIBRARY_PATH), await cacheOf(system), own);
  }

  /** The path of what the loader takes for a library's name such as `libcublas.so.12`; undefined where it finds none. */
  find(name: string): string | undefined {
    return inFolders(this.before, name) ?? this.cache.get(name) ?? inFolders(this.after, name);
  }
}

/** The folders of a list such as PATH, but for relative ones, which mean another folder in every process. */
export function foldersOf(list: string | undefined): string[] {
  return (list ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
}

function inFolders(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Paths by name, as `ldconfig` keeps them for the loader. */
async function cacheOf(system: System): Promise<Map<string, string>> {
  const PATH = [system.env.PATH ?? '', ...ADMINISTRATION].join(delimiter);
  const listing = (await ask({ ...system, env: { ...system.env, PATH } }, 'ldconfig', ['-p'])) ?? '';
  const mark = MARKS[system.arch] ?? '';
  const entries = [...listing.matchAll(/^\s*(\S+) \((.*)\) => (\S+)$/gm)]
    .filter(([, , kind]) => kind!.includes(mark))
    .map(([, name, , path]): [string, string] => [name!, path!]);
  // Of several the loader takes the first.
  return new Map(entries.reverse());
}
