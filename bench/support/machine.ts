import { cpus, totalmem } from 'node:os';
import { bundledRuntime } from '../../src/runtime/onnxRuntime';
import { findNvidia } from '../../src/runtime/providers/gpus';
import { THIS_SYSTEM } from '../../src/runtime/providers/system';

/** One line of what the figures are measured on. */
export async function machine(): Promise<string> {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown CPU';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const nvidia = await findNvidia(THIS_SYSTEM);
  const gpus = nvidia?.gpus.map(({ name }) => `${name}, driver ${nvidia.driver ?? 'unknown'}`) ?? [];
  const versions = `Node ${process.versions.node}, ONNX Runtime ${bundledRuntime().version}`;
  return [`${cpu}, ${cpus().length} cores, ${memory}`, ...gpus, versions, process.platform].join('; ');
}
