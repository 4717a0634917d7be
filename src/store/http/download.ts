import type { IncomingMessage } from 'node:http';
import { pause } from '../pause';
import { ConnectionError, PAUSES_IN_MILLISECONDS } from './connectionError';
import { PartFile, type Origin } from './partFile';
import { bodyOf, request, type RequestOptions } from './request';

export interface DownloadOptions extends RequestOptions {
  /** Hears how much has arrived, of how much where the server says that, in bytes. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** Before the second, third, … try in a row that brings nothing. */
  readonly pauses?: readonly number[];
}

/** Compressed by the server, a file would have no parts that can be asked for. */
const PLAIN = { 'accept-encoding': 'identity' };

/**
 * Downloads a file to a path. What arrives is kept beside it: where the connection is cut, now or in an earlier call,
 * the rest is asked for, provided that the server says that the file is still the same; else all of it.
 *
 * @throws ConnectionError where several tries in a row bring nothing, UserError where the server refuses, the signal's
 *   reason when it is aborted, and an error naming the file where that cannot be written
 */
export async function download(url: string, path: string, options: DownloadOptions = {}): Promise<void> {
  const { signal, pauses = PAUSES_IN_MILLISECONDS } = options;
  const part = new PartFile(path);
  let most = await part.length();
  for (let failures = 0; ; failures++) {
    try {
      await fetchRest(url, part, options);
      await part.finish();
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ConnectionError)) throw error;
      const length = await part.length();
      if (length > most) failures = 0;
      most = Math.max(most, length);
      const milliseconds = pauses[failures];
      if (milliseconds === undefined) throw error;
      await pause(milliseconds, signal);
    }
  }
}

async function fetchRest(url: string, part: PartFile, options: DownloadOptions): Promise<void> {
  const origin = await part.origin(url);
  const have = origin ? await part.length() : 0;
  if (have === origin?.total) return;
  const rest = origin && have > 0 ? await askForRest(url, origin, have, options) : undefined;
  const answer = rest ?? (await request(url, { ...options, headers: PLAIN }));
  try {
    const isRest = rest?.statusCode === 206;
    if (!isRest) await part.begin(originOf(url, answer));
    const total = isRest ? origin!.total : lengthOf(answer);
    await part.append(bodyOf(answer, url), (received) => options.onProgress?.(received, total));
  } finally {
    answer.destroy();
  }
}

/**
 * Asks for the rest of a file.
 * @returns with status 206 the rest, with 200 all of the file, which is another one now; undefined where the server sent
 *   neither
 */
async function askForRest(
  url: string,
  origin: Origin,
  have: number,
  options: DownloadOptions,
): Promise<IncomingMessage | undefined> {
  const headers = { ...PLAIN, range: `bytes=${have}-`, 'if-range': origin.validator };
  const answer = await request(url, { ...options, headers }, [416]);
  const expected = `bytes ${have}-${origin.total - 1}/${origin.total}`;
  const isRest = answer.headers['content-range'] === expected && validatorOf(answer) === origin.validator;
  if (answer.statusCode === 200 || (answer.statusCode === 206 && isRest)) return answer;
  answer.destroy();
  return undefined;
}

/** By which the rest of a file can be asked for later, where the server says enough for that. */
function originOf(url: string, answer: IncomingMessage): Origin | undefined {
  const [validator, total] = [validatorOf(answer), lengthOf(answer)];
  return validator === undefined || total === undefined ? undefined : { url, validator, total };
}

/** A weak ETag may stay while bytes change. */
function validatorOf({ headers }: IncomingMessage): string | undefined {
  const { etag } = headers;
  return etag === undefined || etag.startsWith('W/') ? headers['last-modified'] : etag;
}

function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}
