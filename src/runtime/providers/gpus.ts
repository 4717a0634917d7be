import { join } from 'node:path';
import { ask, namesIn, systemPath, textOf, type System } from './system';

/** What NVIDIA's driver says of itself and its GPUs. */
export interface Nvidia {
  readonly driver: string | null;
  /** In the order of their numbers. */
  readonly gpus: readonly { readonly name: string; readonly memoryBytes: number | null }[];
}

const MEBIBYTE = 2 ** 20;
const QUERY = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader,nounits'];
/** The Windows registry's key of display adapters, and the value that names one. */
const ADAPTERS = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}`;

/** Asks `nvidia-smi`, else the driver's files; undefined where there is no NVIDIA driver. */
export async function findNvidia(system: System): Promise<Nvidia | undefined> {
  const lines = (await ask(system, 'nvidia-smi', QUERY))?.split('\n').filter((line) => line.trim() !== '');
  if (!lines || lines.length === 0) return nvidiaOfFiles(system);
  const rows = lines.map((line) => line.split(',').map((cell) => cell.trim()));
  const gpus = rows.map(([name, memory]) => ({ name: name!, memoryBytes: mebibytes(memory) }));
  return { driver: rows[0]![2] ?? null, gpus };
}

function mebibytes(text: string | undefined): number | null {
  return /^\d+$/.test(text ?? '') ? Number(text) * MEBIBYTE : null;
}

/** Containers have these files, and often no `nvidia-smi`. */
function nvidiaOfFiles(system: System): Nvidia | undefined {
  const folder = systemPath(system, '/proc/driver/nvidia');
  const version = textOf(join(folder, 'version'));
  if (version === undefined) return undefined;
  const gpus = namesIn(join(folder, 'gpus')).flatMap((gpu) => {
    const name = /^Model:\s*(.+)$/m.exec(textOf(join(folder, 'gpus', gpu, 'information')) ?? '')?.[1];
    return name === undefined ? [] : [{ name: name.trim(), memoryBytes: null }];
  });
  return { driver: /Kernel Module\D*([\d.]+)/.exec(version)?.[1] ?? null, gpus };
}

/** The graphics adapters of Windows, or the chip of a Mac, by their names; none where these are not known. */
export async function adapterNames(system: System): Promise<string[]> {
  if (system.platform === 'win32') {
    const listing = (await ask(system, 'reg', ['query', ADAPTERS, '/s', '/v', 'DriverDesc'])) ?? '';
    return [...new Set([...listing.matchAll(/DriverDesc\s+REG_SZ\s+(.+)/g)].map(([, name]) => name!.trim()))];
  }
  if (system.platform === 'darwin') {
    const name = (await ask(system, 'sysctl', ['-n', 'machdep.cpu.brand_string']))?.trim();
    return name ? [name] : [];
  }
  return [];
}

/** Whether Linux shows an NVIDIA GPU to this process: as a device of its driver, or of WSL. */
export function hasNvidiaDevice(system: System): boolean {
  return namesIn(systemPath(system, '/dev')).some((name) => /^nvidia\d+$/.test(name) || name === 'dxg');
}

/** Whether Linux shows any GPU to this process: a node for rendering, or one of those. */
export function hasGpuDevice(system: System): boolean {
  const nodes = namesIn(systemPath(system, '/dev/dri'));
  return hasNvidiaDevice(system) || nodes.some((name) => name.startsWith('renderD'));
}
