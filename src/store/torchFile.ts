import type { FloatArray } from '../core/floatArray';
import type { StateDict } from '../core/formats/stateDict';
import { readStateDict } from '../core/formats/torch/readStateDict';
import { stateDictEntries } from '../core/formats/torch/writeStateDict';
import { writeFileAtomically } from './atomicFile';
import { withFile } from './fileSource';
import { listZip } from './zip';
import { zipParts } from './zipWriter';

/**
 * Opens a state dict that torch.save wrote (`.pth`, `pytorch_model.bin`) and hands its tensors to `use`, within which
 * their values must be read.
 * @throws UserError naming the file, and the tensor where there is one, on anything else
 */
export async function withStateDict<T>(path: string, use: (dict: StateDict) => Promise<T>): Promise<T> {
  return withFile(path, async (source) => use(await readStateDict(await listZip(source))));
}

/** Writes a file that torch.load reads as an OrderedDict of tensors, atomically. */
export async function writeStateDict(path: string, tensors: ReadonlyMap<string, FloatArray>): Promise<void> {
  await writeFileAtomically(path, zipParts(stateDictEntries(tensors)));
}
