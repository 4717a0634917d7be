import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../core/graph/graph';
import { encodeModel } from '../core/graph/onnx/encodeModel';
import type { ElementType } from '../core/graph/tensor';
import { createSession, type SessionOptions, type UsableProvider } from './provider';

/** Whether a tensor's numbers are in a device's memory, from where only sessions of that provider can use them. */
export function isOnDevice({ location }: Tensor): boolean {
  return location === 'gpu-buffer';
}

/** Gives back the device memory of tensors that are there; nothing happens to others. */
export function freeOnDevice(tensors: Iterable<Tensor>): void {
  for (const tensor of tensors) if (isOnDevice(tensor)) tensor.dispose();
}

/** Copies tensors of fixed names and shapes from a device: the runtime's own function for that is not there in Node. */
export class DeviceReader {
  private constructor(private readonly session: InferenceSession) {}

  static async create(
    tensors: Readonly<Record<string, Tensor>>,
    provider: UsableProvider,
    options: SessionOptions,
  ): Promise<DeviceReader> {
    const graph = new Graph('float32');
    const copies = Object.entries(tensors).map(([name, { dims, type }]) => {
      return [name, graph.input(fed(name), dims, type as ElementType)] as const;
    });
    return new DeviceReader(await createSession(encodeModel(Object.fromEntries(copies)), provider, options));
  }

  /** Those of the tensors that `names` names, in the host's memory. */
  async read(tensors: Readonly<Record<string, Tensor>>, names: readonly string[]): Promise<Record<string, Tensor>> {
    const feeds = Object.entries(tensors).map(([name, tensor]) => [fed(name), tensor] as const);
    return this.session.run(Object.fromEntries(feeds), names);
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

const fed = (name: string) => `device/${name}`;
