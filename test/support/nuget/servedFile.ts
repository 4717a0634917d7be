import type { IncomingMessage, ServerResponse } from 'node:http';

/** A file as a server offers it; tests change it between requests. */
export interface ServedFile {
  content: Buffer;
  /** Its validators; none is sent where they are undefined. */
  etag?: string | undefined;
  lastModified?: string | undefined;
  /** Whether the server sends parts that are asked for. */
  ranges: boolean;
  /** The connections that are to be cut, each after so many bytes of its answer; the later ones are not. */
  cuts: number[];
  /** A server that sends parts although the file is not the one that they were asked of. */
  ignoresIfRange?: boolean;
  /** Called before a piece is sent. */
  beforePiece?: () => Promise<void>;
}

const PIECE_BYTES = 16 * 1024;

/** Answers a request for a file, as servers do that know byte ranges (RFC 9110, section 14). */
export async function sendFile(file: ServedFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { content, etag, lastModified } = file;
  if (etag !== undefined) response.setHeader('etag', etag);
  if (lastModified !== undefined) response.setHeader('last-modified', lastModified);
  const start = startOf(file, request);
  if (start !== undefined && start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const rest = content.subarray(start ?? 0);
  const range =
    start === undefined ? {} : { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
  response.writeHead(start === undefined ? 200 : 206, { ...range, 'content-length': rest.length });
  const cut = file.cuts.shift() ?? Infinity;
  for (let sent = 0; sent < rest.length; sent += PIECE_BYTES) {
    await file.beforePiece?.();
    const piece = rest.subarray(sent, Math.min(sent + PIECE_BYTES, rest.length, cut));
    await new Promise((resolve) => response.write(piece, resolve));
    if (sent + PIECE_BYTES >= cut) {
      // What was sent arrives still.
      request.socket.end();
      return;
    }
  }
  response.end();
}

function startOf({ ranges, etag, lastModified, ignoresIfRange }: ServedFile, request: IncomingMessage) {
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  if (!ranges || asked === undefined) return undefined;
  const condition = request.headers['if-range'];
  const holds = condition === undefined || condition === etag || condition === lastModified;
  return holds || ignoresIfRange ? Number(asked) : undefined;
}
