import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as z from 'zod';
import { messageOf, UserError } from '../../core/errors';
import { PAUSES_IN_MILLISECONDS, tryAgain } from '../http/connectionError';
import { bodyOf, request, type RequestOptions } from '../http/request';

const MOST_MEGABYTES = 64;
const LIMIT = { maxOutputLength: MOST_MEGABYTES * 2 ** 20 };

/** A document as a server sends it. */
interface Sent {
  readonly bytes: Buffer;
  readonly isCompressed: boolean;
}

/**
 * Reads a JSON document of a feed and checks its form.
 *
 * @param pauses before the second, third, … try
 * @returns undefined where the server has no such document
 * @throws ConnectionError where the server is not reached, in several tries; UserError where it refuses, or what it sends
 *   is not of this form
 */
export async function readFeedDocument<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  options: RequestOptions,
  pauses = PAUSES_IN_MILLISECONDS,
): Promise<z.infer<Schema> | undefined> {
  const sent = await tryAgain(() => fetchDocument(url, options), options.signal, pauses);
  if (!sent) return undefined;
  try {
    const bytes = sent.isCompressed ? await promisify(gunzip)(sent.bytes, LIMIT) : sent.bytes;
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UserError(`${url}: not what a NuGet feed answers: ${reason}`);
  }
}

async function fetchDocument(url: string, options: RequestOptions): Promise<Sent | undefined> {
  const answer = await request(url, options, [404]);
  try {
    if (answer.statusCode === 404) return undefined;
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of bodyOf(answer, url)) {
      parts.push(part);
      length += part.length;
      if (length > LIMIT.maxOutputLength) throw new UserError(`${url}: more than ${MOST_MEGABYTES} MB of JSON`);
    }
    // Some of a feed's documents come compressed, whether that was asked for or not.
    return { bytes: Buffer.concat(parts), isCompressed: answer.headers['content-encoding'] === 'gzip' };
  } finally {
    answer.destroy();
  }
}
