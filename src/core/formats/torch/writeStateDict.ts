import type { FloatArray } from '../../floatArray';
import type { NewEntry } from '../archive';
import { bytesOf } from '../../floatArray';
import { writeStateDictPickle } from '../pickle/writePickle';
import { encodeUtf8 } from '../utf8';

/** The name that torch.save gives the top folder when it is not told a file's name. */
const folder = 'archive';

/**
 * The entries of a zip that torch.load reads as an OrderedDict of contiguous tensors, float32 or float64 as the arrays
 * are, in the map's order.
 */
export function stateDictEntries(tensors: ReadonlyMap<string, FloatArray>): NewEntry[] {
  const records = [...tensors].map(([name, { shape, data }], i) => ({
    name,
    storageClass: data instanceof Float32Array ? ('FloatStorage' as const) : ('DoubleStorage' as const),
    key: String(i),
    shape,
  }));
  return [
    { name: `${folder}/data.pkl`, data: writeStateDictPickle(records) },
    { name: `${folder}/byteorder`, data: encodeUtf8('little') },
    ...[...tensors.values()].map(({ data }, i) => ({ name: `${folder}/data/${i}`, data: bytesOf(data) })),
    { name: `${folder}/version`, data: encodeUtf8('3\n') },
  ];
}
