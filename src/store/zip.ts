import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import type { Entry } from 'yauzl';
import { messageOf, UserError } from '../core/errors';
import type { Archive, ArchiveEntry } from '../core/formats/archive';
import type { Source } from '../core/formats/source';
import { explainNotZip, headLength } from '../core/formats/torch/notZip';

/** Far beyond any checkpoint: a tensor takes one entry. */
const maxEntries = 100_000;

/** An entry with its whole extent, from its local header to the end of its data. */
interface LocatedEntry extends ArchiveEntry {
  readonly name: string;
  readonly headerOffset: number;
}

/**
 * Lists a zip such as torch.save writes. Nothing is unpacked, so nothing can swell: every entry must lie in the file
 * as it is, uncompressed and by itself.
 * @throws UserError naming the file, and the entry where there is one
 */
export async function listZip(source: Source): Promise<Archive> {
  const reason = explainNotZip(await source.read(0, Math.min(headLength, source.size)));
  if (reason !== undefined) throw new UserError(`${source.name}: ${reason}`);
  const located = await locateEntries(source);
  requireDisjoint(located, source.name);
  const entries = new Map<string, ArchiveEntry>();
  for (const { name, offset, size } of located) {
    if (entries.has(name)) throw new UserError(`${source.name}: refused: the zip has two entries ${name}`);
    entries.set(name, { offset, size });
  }
  return { source, entries };
}

async function locateEntries(source: Source): Promise<LocatedEntry[]> {
  try {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, { autoClose: false });
    if (zip.entryCount > maxEntries) {
      throw new UserError(`${source.name}: refused: the zip claims ${zip.entryCount} entries`);
    }
    const located: LocatedEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      requireStored(entry, source.name);
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const { fileName: name, relativeOffsetOfLocalHeader: headerOffset, uncompressedSize: size } = entry;
      located.push({ name, headerOffset, offset: fileDataStart, size });
    }
    return located;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${source.name}: the zip is truncated or damaged (${messageOf(error)}); copy or download it again`,
    );
  }
}

function requireStored(entry: Entry, file: string): void {
  if (entry.isEncrypted()) throw new UserError(`${file}: refused: the entry ${entry.fileName} is encrypted`);
  if (entry.compressionMethod !== 0) {
    throw new UserError(
      `${file}: refused: the entry ${entry.fileName} is compressed, which torch.save never does; this may be a ` +
        'TorchScript program or another zip: save model.state_dict() with torch.save instead',
    );
  }
}

function requireDisjoint(located: readonly LocatedEntry[], file: string): void {
  const inOrder = located.toSorted((a, b) => a.headerOffset - b.headerOffset);
  for (const [i, { name, headerOffset }] of inOrder.entries()) {
    const before = inOrder[i - 1];
    if (before && headerOffset < before.offset + before.size) {
      throw new UserError(`${file}: refused: the entries ${before.name} and ${name} of the zip overlap`);
    }
  }
}

/** Lets yauzl read from a source. */
class SourceReader extends RandomAccessReader {
  constructor(private readonly source: Source) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.source
      .read(position, length)
      .then((bytes) => {
        buffer.set(bytes, offset);
        callback(null);
      })
      // yauzl parses within the callback, where damaged fields may throw: told of it, it fails the listing.
      .catch(callback);
  }
}
