import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import * as z from 'zod';
import { cannotWrite, writeJsonAtomically } from '../atomicFile';

/** Which file of a server a part is of. */
const originSchema = z.object({
  url: z.string(),
  /** A strong ETag, or the time of the last change: while that is the same, so is the file. */
  validator: z.string(),
  total: z.number(),
});

export type Origin = z.infer<typeof originSchema>;

/** What has arrived of a file, in a file `….part` beside where it is to be, and of what that is, in `….part.json`. */
export class PartFile {
  private readonly part: string;
  private readonly record: string;

  constructor(private readonly path: string) {
    this.part = `${path}.part`;
    this.record = `${path}.part.json`;
  }

  /** How much has arrived. */
  async length(): Promise<number> {
    return (await stat(this.part).catch(() => undefined))?.size ?? 0;
  }

  /** What the part is of; undefined where there is none that can be gone on with. */
  async origin(url: string): Promise<Origin | undefined> {
    const text = await readFile(this.record, 'utf8').catch(() => 'null');
    const { data } = originSchema.safeParse(parsed(text));
    return data?.url === url ? data : undefined;
  }

  /** Begins anew; without an origin it cannot be gone on with once it is cut off. */
  async begin(origin: Origin | undefined): Promise<void> {
    await this.discard();
    if (origin) await writeJsonAtomically(this.record, origin);
  }

  /** @throws Error naming the file where it cannot be written */
  async append(pieces: AsyncIterable<Buffer>, onLength: (length: number) => void): Promise<void> {
    const file = await open(this.part, 'a').catch((error: unknown) => {
      throw cannotWrite(this.part, error);
    });
    try {
      let { size } = await file.stat();
      for await (const piece of pieces) {
        await file.appendFile(piece).catch((error: unknown) => {
          throw cannotWrite(this.part, error);
        });
        size += piece.length;
        onLength(size);
      }
    } finally {
      await file.close();
    }
  }

  /** Gives the file its name. */
  async finish(): Promise<void> {
    await rename(this.part, this.path);
    await rm(this.record, { force: true });
  }

  async discard(): Promise<void> {
    await Promise.all([this.part, this.record].map((path) => rm(path, { force: true })));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
