import type { Source } from './source';

/** Where an archive's uncompressed entry lies in its source, in bytes. */
export interface ArchiveEntry {
  readonly offset: number;
  readonly size: number;
}

/** A listed archive of uncompressed entries, by name: what the torch reader needs to know about a zip. */
export interface Archive {
  readonly source: Source;
  readonly entries: ReadonlyMap<string, ArchiveEntry>;
}

/** An entry that is to be written into an archive. */
export interface NewEntry {
  readonly name: string;
  readonly data: Uint8Array;
}
