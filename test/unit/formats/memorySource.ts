import { requireWithin } from '../../../src/core/formats/source';
import type { Source } from '../../../src/core/formats/source';

/** A file in memory. */
export function memorySource(bytes: Uint8Array, name = 'file'): Source {
  return {
    name,
    size: bytes.length,
    read(offset, length) {
      requireWithin({ name, size: bytes.length }, offset, length);
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
  };
}
