import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from './system';

/** The folders that are there of an absolute path in which an asterisk stands for any part of a name. */
export function foldersLike(pattern: string): string[] {
  const parts = pattern.split('/').filter((part) => part !== '');
  let found = ['/'];
  for (const part of parts) found = found.flatMap((folder) => matching(folder, part));
  return found.filter((folder) => existsSync(folder));
}

function matching(folder: string, part: string): string[] {
  if (!part.includes('*')) return [join(folder, part)];
  const [start, end] = [part.slice(0, part.indexOf('*')), part.slice(part.indexOf('*') + 1)];
  return namesIn(folder)
    .filter((name) => name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end))
    .map((name) => join(folder, name));
}
