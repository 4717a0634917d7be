import { join } from 'node:path';
import type { FolderListing } from './folderListing';

/** How many folders deep models are looked for: a workspace may be a whole disk. */
export const MODEL_FOLDER_DEPTH = 8;

/** What the kernel makes up on Linux: endless, and reading it may wait for devices. */
const KERNEL_FOLDERS = new Set(['/proc', '/sys', '/dev']);

/**
 * The `.pth` files in a folder and its subfolders, as far as `MODEL_FOLDER_DEPTH` below it. Packages and dot folders
 * (version control, runs) hold none that a user would name, and symbolic links may lead in circles: neither is followed.
 * @param depth how many levels of subfolders to look into
 */
export async function modelFilesUnder(
  folder: string,
  listing: FolderListing,
  depth = MODEL_FOLDER_DEPTH,
): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await listing.entries(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.pth')) files.push(path);
    if (entry.isDirectory() && depth > 0 && isSearched(entry.name, path)) {
      files.push(...(await modelFilesUnder(path, listing, depth - 1)));
    }
  }
  return files;
}

function isSearched(name: string, path: string): boolean {
  return name !== 'node_modules' && !name.startsWith('.') && !KERNEL_FOLDERS.has(path);
}
