import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors';
import { readCheckpoint } from '../../src/runtime/checkpoint';
import { stoppedRun } from './stoppedRun';

describe('a damaged checkpoint', () => {
  it('is refused whichever bit is flipped and wherever it is cut', async () => {
    const folder = join(await stoppedRun(), 'run', 'checkpoint');
    const path = join(folder, 'state.safetensors');
    const whole = await readFile(path);
    expect(await readCheckpoint(folder)).toMatchObject({ snapshot: { counters: { step: 1 } } });

    const flipped = fc.tuple(fc.nat(whole.length - 1), fc.nat(7)).map(([at, bit]) => {
      const bytes = Uint8Array.from(whole);
      bytes[at]! ^= 1 << bit;
      return bytes;
    });
    const cut = fc.nat(whole.length - 1).map((length) => whole.subarray(0, length));
    const refused = fc.asyncProperty(fc.oneof(flipped, cut), async (bytes) => {
      await writeFile(path, bytes);
      const error: unknown = await readCheckpoint(folder).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toContain(path);
    });
    await fc.assert(refused, { numRuns: 500, seed: 3 });
  });
});
