import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** What ran where in the calls of one session. */
export interface SessionProfile {
  readonly calls: number;
  /** Operations that ran on the provider, but for those that only give a tensor another shape. */
  readonly onProvider: number;
  /** Programs that the provider says it has launched on the GPU; 0 where it does not say. */
  readonly launches: number;
  /** Copies between the provider's memory and the CPU's within a call. */
  readonly copies: number;
  /** Operations that the runtime handed back to the CPU, by their kinds. */
  readonly onCpu: ReadonlyMap<string, number>;
}

/** An entry of ONNX Runtime's profile: a call (`Session`), a node that ran (`Node`), a program of the GPU (`Api`, `Kernel`). */
const entrySchema = z.object({
  cat: z.string(),
  name: z.string(),
  args: z.object({ op_name: z.string().optional(), provider: z.string().optional() }),
});
type Entry = z.infer<typeof entrySchema>;

const CPU = 'CPUExecutionProvider';
/** These give a tensor another shape and compute nothing. */
const VIEWS = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Identity']);
const COPIES = new Set(['MemcpyFromHost', 'MemcpyToHost']);

/** Reads the profiles in a folder, in the order in which their sessions were made: their names end with the time. */
export async function readProfiles(folder: string): Promise<SessionProfile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => profileOf(z.array(entrySchema).parse(JSON.parse(text))));
}

function profileOf(entries: readonly Entry[]): SessionProfile {
  const nodes = entries.filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'));
  const kindsWhere = (isOnCpu: boolean) =>
    nodes.filter(({ args }) => (args.provider === CPU) === isOnCpu).map(({ args }) => args.op_name ?? '');
  const onCpu = new Map<string, number>();
  for (const kind of kindsWhere(true)) onCpu.set(kind, (onCpu.get(kind) ?? 0) + 1);
  const others = kindsWhere(false);
  return {
    calls: entries.filter(({ cat, name }) => cat === 'Session' && name === 'model_run').length,
    onProvider: others.filter((kind) => !VIEWS.has(kind) && !COPIES.has(kind)).length,
    launches: entries.filter(({ cat }) => cat === 'Api' || cat === 'Kernel').length,
    copies: others.filter((kind) => COPIES.has(kind)).length,
    onCpu,
  };
}
