import { isAbsolute, relative, sep } from 'node:path';

/** Our own folder, or just the one that the user has set; undefined where runs are kept elsewhere. */
export function ignorePattern(folder: string, runsFolder: string): string | undefined {
  const way = relative(folder, runsFolder);
  const parts = way.split(sep);
  if (way === '' || parts[0] === '..' || isAbsolute(way)) return undefined;
  return parts[0] === '.quanta' ? '.quanta/' : `/${parts.join('/')}/`;
}

/** Whether a line of a .gitignore does what a pattern of ours would. */
export function covers(line: string, pattern: string): boolean {
  const bare = (text: string) =>
    text
      .trim()
      .replace(/^\//, '')
      .replace(/\/?\**$/, '');
  return [bare(pattern), ...(pattern === '.quanta/' ? ['.quanta/runs'] : [])].includes(bare(line));
}
