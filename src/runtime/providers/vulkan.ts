import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { foldersOf, type LibraryPaths } from './libraryPaths';
import { namesIn, systemPath, textOf, type System } from './system';

/** What WebGPU computes through on Linux: the Vulkan loader, and drivers for it. */
export interface Vulkan {
  /** Path of the loader; undefined where it is not installed. */
  readonly loader: string | undefined;
  /** The libraries that the drivers' manifests name. */
  readonly drivers: readonly string[];
  /** Whether the user has named drivers, rather than leaving it to what is installed. */
  readonly chosen: boolean;
}

const LOADER = 'libvulkan.so.1';
const manifestSchema = z.object({ ICD: z.object({ library_path: z.string() }) });

/** Looks for the Vulkan loader and its drivers, where the loader looks for them. */
export function findVulkan(system: System, paths: LibraryPaths): Vulkan {
  const { env } = system;
  const named = env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES;
  const manifests = named === undefined ? installedManifests(system) : filesOf(named);
  const added = filesOf(env.VK_ADD_DRIVER_FILES ?? '');
  const drivers = [...manifests, ...added].flatMap((path) => driverOf(path) ?? []);
  return {
    loader: paths.find(LOADER),
    drivers: [...new Set(drivers)],
    chosen: named !== undefined || added.length > 0,
  };
}

function installedManifests(system: System): string[] {
  const { HOME, XDG_CONFIG_HOME, XDG_CONFIG_DIRS, XDG_DATA_HOME, XDG_DATA_DIRS } = system.env;
  const home = (...parts: string[]) => (HOME === undefined ? [] : [join(HOME, ...parts)]);
  const own = (...folders: string[]) => folders.map((folder) => systemPath(system, folder));
  const bases = [
    ...(XDG_CONFIG_HOME === undefined ? home('.config') : [XDG_CONFIG_HOME]),
    ...(XDG_CONFIG_DIRS === undefined ? own('/etc/xdg') : foldersOf(XDG_CONFIG_DIRS)),
    ...own('/usr/local/etc', '/etc'),
    ...(XDG_DATA_HOME === undefined ? home('.local', 'share') : [XDG_DATA_HOME]),
    ...(XDG_DATA_DIRS === undefined ? own('/usr/local/share', '/usr/share') : foldersOf(XDG_DATA_DIRS)),
  ];
  return bases.flatMap((base) => manifestsIn(join(base, 'vulkan', 'icd.d')));
}

function filesOf(list: string): string[] {
  const paths = list.split(delimiter).filter((path) => path !== '');
  return paths.flatMap((path) => (path.endsWith('.json') ? [path] : manifestsIn(path)));
}

function manifestsIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

function driverOf(manifest: string): string | undefined {
  try {
    return manifestSchema.parse(JSON.parse(textOf(manifest) ?? '')).ICD.library_path;
  } catch {
    return undefined;
  }
}
