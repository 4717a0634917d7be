import { UserError } from '../../errors';
import { sizeOf } from '../../floatArray';
import type { FloatArray } from '../../floatArray';
import type { Archive, ArchiveEntry } from '../archive';
import { bytesPerElement, decodeFloats } from '../dtype';
import type { PickledStorage, PickledTensor } from '../pickle/values';
import type { TensorEntry } from '../stateDict';
import { gather, isContiguous, spanOf } from '../strides';

/** PyTorch's own limit. */
const maxRank = 64;

/**
 * A tensor of a torch archive, checked against the memory that the archive holds for it.
 * @param folder the archive's top folder, in which `data/<key>` lies
 * @throws UserError, naming file and tensor, where they do not fit
 */
export function openTensorView(archive: Archive, folder: string, name: string, tensor: PickledTensor): TensorEntry {
  const { source } = archive;
  const where = `${source.name}: tensor ${name}`;
  const { storage, offset, shape, strides } = tensor;
  const entry = findStorageEntry(archive, folder, storage, where);
  requireView(tensor, source.size, where);
  const size = bytesPerElement[storage.dtype];
  const span = spanOf(shape, strides);

  async function readFloats(): Promise<FloatArray> {
    const bytes = await source.read(entry.offset + offset * size, span * size);
    const data = decodeFloats(bytes, storage.dtype, where);
    if (isContiguous(shape, strides)) return { shape, data };
    const ArrayType = data instanceof Float32Array ? Float32Array : Float64Array;
    return { shape, data: gather(data, new ArrayType(sizeOf(shape)), shape, strides) };
  }
  return { name, dtype: storage.dtype, shape, readFloats };
}

function findStorageEntry(archive: Archive, folder: string, storage: PickledStorage, where: string): ArchiveEntry {
  const path = `${folder}/data/${storage.key}`;
  const entry = archive.entries.get(path);
  if (!entry) throw new UserError(`${where}: its values are missing: the file has no entry ${path}`);
  const expected = storage.elements * bytesPerElement[storage.dtype];
  if (entry.size !== expected) {
    throw new UserError(
      `${where}: damaged: ${storage.elements} elements of ${storage.dtype} take ${expected} bytes, ` +
        `but the entry ${path} has ${entry.size}`,
    );
  }
  return entry;
}

/** Checks a view against its storage before anything is allocated for it. */
function requireView({ storage, offset, shape, strides }: PickledTensor, fileSize: number, where: string): void {
  if (shape.length !== strides.length || shape.length > maxRank) {
    throw new UserError(`${where}: damaged: it has ${shape.length} sizes and ${strides.length} strides`);
  }
  if (![offset, ...shape, ...strides].every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new UserError(
      `${where}: damaged: offset ${offset}, shape [${shape.join(', ')}] and strides [${strides.join(', ')}] ` +
        'are not those of a tensor',
    );
  }
  if (offset + spanOf(shape, strides) > storage.elements) {
    throw new UserError(
      `${where}: damaged: shape [${shape.join(', ')}], strides [${strides.join(', ')}] and offset ${offset} ` +
        `reach beyond its ${storage.elements} stored elements`,
    );
  }
  // Only a view that repeats elements can be larger than its storage; without this it could ask for any memory.
  if (sizeOf(shape) * bytesPerElement[storage.dtype] > fileSize) {
    throw new UserError(
      `${where}: the shape [${shape.join(', ')}] has more values than the whole file; ` +
        'if it is an expanded tensor, save tensor.contiguous() instead',
    );
  }
}
