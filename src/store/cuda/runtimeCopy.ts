import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { messageOf } from '../../core/errors';
import { quantaHome } from '../quantaHome';
import { isMissing } from '../textFile';
import { CUDA_PLATFORM } from './platforms';

/** The library of the CUDA provider, among those of ONNX Runtime. */
export const CUDA_LIBRARY = 'libonnxruntime_providers_cuda.so';

/** The package within a copy that is loaded. */
export const RUNTIME_PACKAGE = join('node_modules', 'onnxruntime-node');

/** Within a package `onnxruntime-node`: the folder of a platform's libraries. */
export function librariesOf(packageFolder: string, platform: string): string {
  return join(packageFolder, 'bin', 'napi-v6', ...platform.split('/'));
}

/** What a copy says of itself, written as its last file. */
const recordSchema = z.object({
  onnxruntime: z.string(),
  /** Where the provider's libraries came from. */
  source: z.string(),
  /** The SHA-512 of their package in Base64, by which it was checked; null where the feed states none. */
  sha512: z.string().nullable(),
  /** Bytes of each file of the copy by its path. */
  files: z.record(z.string(), z.number()),
});

export type CopyRecord = z.infer<typeof recordSchema>;

/**
 * The copy of ONNX Runtime that holds the CUDA provider, which ONNX Runtime looks for beside its own library: complete;
 * there and not usable; or not there, which may be since those that are there are of other versions.
 */
export type RuntimeCopy =
  | { readonly state: 'complete'; readonly folder: string; readonly record: CopyRecord }
  | { readonly state: 'broken'; readonly folder: string; readonly problem: string }
  | { readonly state: 'missing'; readonly folder: string; readonly otherVersions: readonly string[] };

const RECORD = 'copy.json';
const SUFFIX = `-${CUDA_PLATFORM.replace('/', '-')}-cuda`;

/** The folder in which the copies are, one for each version of ONNX Runtime. */
export function copiesFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(quantaHome(environment), 'onnxruntime');
}

/** Where the copy of a version of ONNX Runtime is, or would be. */
export function copyFolder(version: string, environment: NodeJS.ProcessEnv = process.env): string {
  return join(copiesFolder(environment), version + SUFFIX);
}

/** Whether a folder of this name, among the copies, is one. */
export function isCopyName(name: string): boolean {
  return name.endsWith(SUFFIX);
}

/** The text of the record of a copy, and the name of its file. */
export function recordFile(record: CopyRecord): { name: string; text: string } {
  return { name: RECORD, text: JSON.stringify(record, null, 2) + '\n' };
}

/**
 * Looks for the copy of a version. That every file has its length is looked at, since a library that was cut off ends
 * the process that loads it; what is in them was checked when they were installed.
 */
export function findRuntimeCopy(version: string, environment: NodeJS.ProcessEnv = process.env): RuntimeCopy {
  const folder = copyFolder(version, environment);
  let record: CopyRecord;
  try {
    record = recordSchema.parse(JSON.parse(readFileSync(join(folder, RECORD), 'utf8')));
  } catch (error) {
    if (!isMissing(error))
      return { state: 'broken', folder, problem: `cannot read its ${RECORD}: ${messageOf(error)}` };
    return { state: 'missing', folder, otherVersions: otherVersions(version, environment) };
  }
  const problem = problemOf(folder, record, version);
  return problem === undefined ? { state: 'complete', folder, record } : { state: 'broken', folder, problem };
}

function problemOf(folder: string, record: CopyRecord, version: string): string | undefined {
  if (record.onnxruntime !== version) return `its ${RECORD} is of ONNX Runtime ${record.onnxruntime}`;
  for (const [path, bytes] of Object.entries(record.files)) {
    const found = statSync(join(folder, path), { throwIfNoEntry: false })?.size;
    if (found !== bytes) return `${path} has ${found ?? 'no'} bytes instead of ${bytes}`;
  }
  return undefined;
}

/** The versions, other than this one, of which there is a copy. */
function otherVersions(version: string, environment: NodeJS.ProcessEnv): string[] {
  return namesIn(copiesFolder(environment))
    .filter(isCopyName)
    .map((name) => name.slice(0, -SUFFIX.length))
    .filter((other) => other !== version);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Where it cannot be listed, nothing can be told of it.
    return [];
  }
}
