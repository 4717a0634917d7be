import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstallationProgress } from '../../core/cuda/installationLine';
import { UserError } from '../../core/errors';
import { isTemporary, retryWhileHeld } from '../atomicFile';
import { fileExists } from '../fileExists';
import { sha512OfFile } from '../fileHash';
import { download } from '../http/download';
import { assembleCopy, PROVIDER_PACKAGE } from './assemble';
import { holdInstallation } from './installationLock';
import { findInFeed, type FeedPackage } from './nugetFeed';
import { copiesFolder, copyFolder, findRuntimeCopy, isCopyName, type CopyRecord } from './runtimeCopy';

export interface InstallationRequest {
  /** URL of the NuGet feed's service index. */
  readonly feed: string;
  /** Of the ONNX Runtime that comes with Quanta. */
  readonly version: string;
  /** Folder of its package, which is copied. */
  readonly bundled: string;
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: InstallationProgress) => void;
  /** Names the storage and the proxies. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface Installation {
  readonly folder: string;
  readonly record: CopyRecord;
  /** Whether nothing had to be done. */
  readonly wasThere: boolean;
}

/**
 * Makes a copy of the bundled ONNX Runtime that has the CUDA provider of the same version, fetched from a NuGet feed. It
 * is made aside and takes its name in one move when it is whole. Another process that installs at the same time is
 * waited for.
 *
 * @throws UserError where the feed has none, or what arrived is not what the feed states: then it is discarded;
 *   ConnectionError where the feed cannot be reached: then the next call goes on with what has arrived; the signal's
 *   reason; an error naming the file where that cannot be written
 */
export async function installCudaCopy(request: InstallationRequest): Promise<Installation> {
  const { version, environment = process.env, signal, onProgress } = request;
  const present = installed(version, environment);
  if (present) return present;
  const folder = copiesFolder(environment);
  const release = await holdInstallation(folder, signal, () => onProgress({ step: 'waiting' }));
  try {
    return installed(version, environment) ?? (await install(request, folder, environment));
  } finally {
    await release();
  }
}

/**
 * Removes the copies for all versions, and what has arrived of others.
 *
 * @param onWait called when a process that installs is waited for
 * @returns the folder, and whether there was anything
 */
export async function removeCudaCopies(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  onWait: () => void,
): Promise<{ folder: string; wasThere: boolean }> {
  const folder = copiesFolder(environment);
  if (!(await fileExists(folder))) return { folder, wasThere: false };
  const release = await holdInstallation(folder, signal, onWait);
  try {
    const names = (await readdir(folder)).filter(isOurs);
    for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
    return { folder, wasThere: names.length > 0 };
  } finally {
    await release();
  }
}

/** The user may have named a folder in which there was one of this name before, with other things in it. */
function isOurs(name: string): boolean {
  return isTemporary(name) || isCopyName(name) || name.startsWith(`${PROVIDER_PACKAGE}.`);
}

function installed(version: string, environment: NodeJS.ProcessEnv): Installation | undefined {
  const copy = findRuntimeCopy(version, environment);
  return copy.state === 'complete' ? { folder: copy.folder, record: copy.record, wasThere: true } : undefined;
}

async function install(
  request: InstallationRequest,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Installation> {
  const { feed, version, bundled, signal, onProgress } = request;
  await removeLeftovers(folder);
  onProgress({ step: 'looking' });
  const found = await findInFeed(feed, PROVIDER_PACKAGE, version, { signal, environment });
  const file = join(folder, `${PROVIDER_PACKAGE}.${version}.nupkg`);
  await fetchPackage(found, file, request, environment);
  onProgress({ step: 'unpacking' });
  const target = copyFolder(version, environment);
  const aside = temporaryName(target);
  const origin = { onnxruntime: version, source: found.url, sha512: found.sha512 };
  try {
    const record = await assembleCopy({ aside, bundled, packageFile: file, origin, signal });
    signal?.throwIfAborted();
    await replaceFolder(target, aside);
    await rm(file, { force: true });
    return { folder: target, record, wasThere: false };
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Without a checksum of the feed's, only unpacking it shows whether a package is damaged.
    if (error instanceof UserError) await rm(file, { force: true });
    throw error;
  }
}

/** What processes that were ended while they made a copy have left: the lock says that no other one makes one now. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(isTemporary);
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
}

async function fetchPackage(
  { url, sha512 }: FeedPackage,
  file: string,
  { signal, onProgress }: InstallationRequest,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  // One that was fetched before may still be there, where its unpacking was cancelled.
  if (sha512 !== null && (await fileExists(file)) && (await sha512OfFile(file, signal)) === sha512) return;
  await download(url, file, {
    signal,
    environment,
    onProgress: (received, total) =>
      onProgress({ step: 'downloading', received, ...(total !== undefined && { total }) }),
  });
  if (sha512 === null) return;
  onProgress({ step: 'checking' });
  const found = await sha512OfFile(file, signal);
  if (found === sha512) return;
  await rm(file, { force: true });
  throw new UserError(
    `${url}: the checksum of what arrived is wrong: SHA-512 ${found}, and the feed states ${sha512}; nothing was ` +
      'installed, and what arrived is discarded: try again, or another feed',
  );
}

/** Puts a folder that was made aside at its place, where a damaged one may be. */
async function replaceFolder(target: string, aside: string): Promise<void> {
  const old = temporaryName(target);
  if (await fileExists(target)) await retryWhileHeld(() => rename(target, old));
  await retryWhileHeld(() => rename(aside, target));
  await rm(old, { recursive: true, force: true });
}

function temporaryName(path: string): string {
  return `${path}.${randomUUID()}.tmp`;
}
