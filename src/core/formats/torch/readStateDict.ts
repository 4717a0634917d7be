import { UserError } from '../../errors';
import type { Archive } from '../archive';
import { readPickle } from '../pickle/readPickle';
import { PickledTensor } from '../pickle/values';
import type { PickleValue } from '../pickle/values';
import type { StateDict, TensorEntry } from '../stateDict';
import { decodeUtf8 } from '../utf8';
import { openTensorView } from './tensorView';

/** The pickle of a state dict takes about 100 bytes a tensor. */
const maxPickleBytes = 16 * 2 ** 20;

/**
 * The tensors of a file that torch.save(model.state_dict(), …) wrote (`.pth`, `pytorch_model.bin`), wherever they were
 * in memory when saved. Values are read later, tensor by tensor.
 * @throws UserError naming the file, and the tensor where there is one, on anything that is not such a file
 */
export async function readStateDict(archive: Archive): Promise<StateDict> {
  const { source, entries } = archive;
  const folder = findFolder(archive);
  await requireLittleEndian(archive, folder);
  const pickle = entries.get(`${folder}/data.pkl`)!;
  if (pickle.size > maxPickleBytes) {
    throw new UserError(`${source.name}: data.pkl has ${pickle.size} bytes, more than any state dict needs`);
  }
  const value = readPickle(await source.read(pickle.offset, pickle.size), `${source.name}: data.pkl`);
  if (!(value instanceof Map)) {
    throw new UserError(`${source.name}: expected a dict of tensors; save model.state_dict() with torch.save`);
  }
  const tensors = new Map<string, TensorEntry>();
  for (const [name, tensor] of value) {
    if (typeof name !== 'string') throw new UserError(`${source.name}: a key of the state dict is not text`);
    if (!(tensor instanceof PickledTensor)) {
      throw new UserError(
        `${source.name}: the value of "${name}" is ${describe(tensor)}, expected a tensor; ` +
          'save model.state_dict() itself, without anything around it',
      );
    }
    tensors.set(name, openTensorView(archive, folder, name, tensor));
  }
  return tensors;
}

/** torch names the archive's top folder after the file it first had, so it is found by what is in it. */
function findFolder({ source, entries }: Archive): string {
  const suffix = '/data.pkl';
  const folders = [...entries.keys()]
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length));
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) {
    throw new UserError(`${source.name}: expected a zip with one entry */data.pkl, as torch.save writes it`);
  }
  return folder;
}

/** torch before 2.1 wrote no byte order, and little-endian values on every platform it had builds for. */
async function requireLittleEndian({ source, entries }: Archive, folder: string): Promise<void> {
  const entry = entries.get(`${folder}/byteorder`);
  if (!entry) return;
  const order = decodeUtf8(await source.read(entry.offset, Math.min(entry.size, 16)), `${source.name}: byteorder`);
  if (order === 'little') return;
  throw new UserError(
    `${source.name}: its byte order is "${order}", expected "little"; load and save it again on a little-endian machine`,
  );
}

function describe(value: PickleValue): string {
  if (value instanceof Map) return 'a dict';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'something else' : `a ${typeof value}`;
}
