import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { opcode } from '../../../src/core/formats/pickle/opcodes';
import { readPickle } from '../../../src/core/formats/pickle/readPickle';
import { readSafetensors } from '../../../src/core/formats/safetensors/readSafetensors';
import { listZip } from '../../../src/store/zip';
import { readFixture } from '../../unit/formats/fixtures';
import { memorySource } from '../../unit/formats/memorySource';
import { readAllOf, readTorchFile } from './torchFiles';

const sweep = readFixture('tiny_sae_sweep.pth');
const checkpoint = readFixture('tiny_cuda.pth');
const safetensors = readFixture('dtypes.safetensors');

async function readSafetensorsFile(file: Uint8Array): Promise<void> {
  const { tensors } = await readSafetensors(memorySource(file));
  for (const tensor of tensors.values()) await tensor.readFloats();
}

/** Whether a file was read; anything but a UserError is a crash, which fails the test. */
async function survives(attempt: Promise<unknown>): Promise<'read' | 'refused'> {
  try {
    await attempt;
    return 'read';
  } catch (error) {
    if (error instanceof UserError) return 'refused';
    throw error;
  }
}

/** The generator of Numerical Recipes: the same damage in every run. */
function* randomIntegers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 8;
  }
}

function flipBits(file: Uint8Array, start: number, end: number, bits: readonly number[]): Uint8Array {
  const copy = file.slice();
  for (const bit of bits) {
    const at = start + (Math.floor(bit / 8) % (end - start));
    copy[at] = copy[at]! ^ (1 << (bit % 8));
  }
  return copy;
}

describe('a file cut short', () => {
  it('is refused at every length, as a checkpoint', async () => {
    for (let length = 0; length < sweep.length; length += 7) {
      expect(await survives(readTorchFile(memorySource(sweep.slice(0, length))))).toBe('refused');
    }
  });

  it('is refused at every length, as safetensors', async () => {
    for (let length = 0; length < safetensors.length; length++) {
      expect(await survives(readSafetensorsFile(safetensors.slice(0, length)))).toBe('refused');
    }
  });

  it('is refused at every length of its data.pkl', async () => {
    const archive = await listZip(memorySource(sweep));
    const [name, whole] = [...archive.entries].find(([entry]) => entry.endsWith('/data.pkl'))!;
    for (let size = 0; size < whole.size; size++) {
      const entries = new Map(archive.entries).set(name, { ...whole, size });
      expect(await survives(readAllOf({ ...archive, entries }))).toBe('refused');
    }
  });
});

describe('a file with flipped bits is read or refused, nothing else', () => {
  it.each([1, 2, 5])('%i in data.pkl', async (flips) => {
    const archive = await listZip(memorySource(checkpoint));
    const { offset, size } = [...archive.entries].find(([entry]) => entry.endsWith('/data.pkl'))![1];
    const random = randomIntegers(flips);
    const outcomes = new Set<string>();
    for (let i = 0; i < 1500; i++) {
      const bits = Array.from({ length: flips }, () => random.next().value as number);
      const source = memorySource(flipBits(checkpoint, offset, offset + size, bits));
      outcomes.add(await survives(readAllOf({ ...archive, source })));
    }
    expect(outcomes).toContain('refused');
  });

  it('or any sequence of opcodes instead', () => {
    const code = fc.constantFrom(...Object.values(opcode));
    const byte = fc.oneof({ weight: 4, arbitrary: code }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 5 }) });
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
        try {
          readPickle(Uint8Array.from([...bytes, opcode.stop]), 'pickle');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 5000, seed: 11 },
    );
  });

  it('anywhere in the zip', async () => {
    const random = randomIntegers(7);
    const outcomes = new Set<string>();
    for (let i = 0; i < 1500; i++) {
      const file = flipBits(sweep, 0, sweep.length, [random.next().value as number]);
      outcomes.add(await survives(readTorchFile(memorySource(file))));
    }
    expect([...outcomes].sort()).toEqual(['read', 'refused']);
  });

  it("in the zip's directory", async () => {
    const start = Buffer.from(sweep).indexOf(Buffer.from('PK\u0001\u0002'));
    const random = randomIntegers(9);
    const outcomes = new Set<string>();
    for (let i = 0; i < 1500; i++) {
      const bits = [random.next().value as number, random.next().value as number];
      outcomes.add(await survives(readTorchFile(memorySource(flipBits(sweep, start, sweep.length, bits)))));
    }
    expect(outcomes).toContain('refused');
  });

  it('anywhere in the header of safetensors', async () => {
    const outcomes = new Set<string>();
    for (let bit = 0; bit < 8 * 800; bit++) {
      outcomes.add(await survives(readSafetensorsFile(flipBits(safetensors, 0, 800, [bit]))));
    }
    expect([...outcomes].sort()).toEqual(['read', 'refused']);
  });
});
