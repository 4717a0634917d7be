import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The SHA-256 of a file in hexadecimal, read in pieces. */
export async function sha256OfFile(path: string): Promise<string> {
  return hashOf(path, 'sha256', 'hex');
}

/** The SHA-512 of a file in Base64, as NuGet states it, read in pieces. */
export async function sha512OfFile(path: string, signal?: AbortSignal): Promise<string> {
  return hashOf(path, 'sha512', 'base64', signal);
}

async function hashOf(path: string, algorithm: string, encoding: 'hex' | 'base64', signal?: AbortSignal) {
  const hash = createHash(algorithm);
  for await (const piece of createReadStream(path)) {
    signal?.throwIfAborted();
    hash.update(piece as Buffer);
  }
  return hash.digest(encoding);
}
