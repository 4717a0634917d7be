import { cpus } from 'node:os';
import type { UsableProvider } from '../provider';
import { adapterNames, findNvidia } from './gpus';
import type { System } from './system';

/** Numbers of GPUs in the order in which a process is shown them. */
const VISIBLE = 'CUDA_VISIBLE_DEVICES';

/**
 * The name of the processor or GPU that a provider computes on; null where it cannot be known.
 *
 * @param device the GPU's index
 * @param adapter what a trial on the provider has been given, where it was told
 */
export async function deviceName(
  provider: UsableProvider,
  system: System,
  device: number,
  adapter: string | null,
): Promise<string | null> {
  if (provider === 'cpu') return cpus()[0]?.model.trim() ?? null;
  if (provider === 'cuda') return nvidiaName(system, device);
  if (adapter !== null) return adapter;
  const names = await adapterNames(system);
  // Of several it is not known which one was taken.
  return names.length === 0 ? null : names.join(' or ');
}

async function nvidiaName(system: System, device: number): Promise<string | null> {
  const names = (await findNvidia(system))?.gpus.map(({ name }) => name) ?? [];
  if (new Set(names).size === 1) return names[0]!;
  const visible = system.env[VISIBLE]?.split(',')[device];
  const number = visible === undefined ? device : Number(visible);
  return names[number] ?? null;
}
