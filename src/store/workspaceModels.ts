import { join } from 'node:path';
import type { FolderListing } from './folderListing';

/**
 * The `.pth` files in a folder and its subfolders. Packages and dot folders (version control, runs) hold none that a
 * user would name, and symbolic links may lead in circles: neither is followed.
 */
export async function modelFilesUnder(folder: string, listing: FolderListing): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await listing.entries(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.pth')) files.push(path);
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) {
      files.push(...(await modelFilesUnder(path, listing)));
    }
  }
  return files;
}
