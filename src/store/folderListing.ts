import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isMissing } from './textFile';

/** Lists folders for a search; those that it may not read are skipped and remembered, so that messages can name them. */
export class FolderListing {
  readonly unreadable: string[] = [];

  /** The entries of a folder by name; none where it does not exist or cannot be read. */
  async entries(folder: string): Promise<Dirent[]> {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (!isMissing(error)) this.unreadable.push(folder);
      return [];
    }
  }
}
