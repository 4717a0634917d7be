// What a package weighs, and what in it weighs most.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { openPromise } from 'yauzl';

const LARGEST = 5;

/** Lines with the size of a .vsix and its largest parts, compressed as they are in it. */
export async function describePackage(vsix) {
  const zip = await openPromise(vsix);
  const entries = [];
  for await (const { fileName, compressedSize } of zip.eachEntry()) entries.push({ fileName, compressedSize });
  const largest = entries.toSorted((a, b) => b.compressedSize - a.compressedSize).slice(0, LARGEST);
  return [
    `${basename(vsix)}: ${megabytes(statSync(vsix).size)} in ${entries.length} files`,
    ...largest.map(({ fileName, compressedSize }) => `  ${megabytes(compressedSize).padStart(9)}  ${fileName}`),
  ];
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
