import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { download } from '../../../../src/store/http/download';
import { serve, type TestServer } from '../../../support/httpServer';
import { sendFile, type ServedFile } from '../../../support/nuget/servedFile';
import { temporaryFolder } from '../../../support/temporaryFolder';

const NO_PAUSES = [0, 0, 0];

function file(changes: Partial<ServedFile> = {}): ServedFile {
  return { content: randomBytes(300_000), etag: '"one"', ranges: true, cuts: [], ...changes };
}

async function serveFile(served: ServedFile): Promise<TestServer> {
  return serve((request, response) => void sendFile(served, request, response));
}

function rangesAsked({ requests }: TestServer) {
  return requests.map(({ headers }) => headers.range);
}

async function target(): Promise<string> {
  return join(await temporaryFolder(), 'file.bin');
}

describe('a download', () => {
  it('gives the file, says how far it is, and leaves nothing else', async () => {
    const served = file();
    const { origin } = await serveFile(served);
    const path = await target();
    const progress: [number, number | undefined][] = [];
    await download(`${origin}/file`, path, { onProgress: (...numbers) => progress.push(numbers) });
    expect(hash(await readFile(path))).toBe(hash(served.content));
    expect(await readdir(join(path, '..'))).toEqual(['file.bin']);
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toEqual([300_000, 300_000]);
    expect(progress.map(([received]) => received)).toEqual(
      progress.map(([received]) => received).sort((a, b) => a - b),
    );
  });

  it('goes on where the connection was cut, by itself', async () => {
    // What a cut connection had brought and nobody had read is lost: far less than this.
    const served = file({ content: randomBytes(3_000_000), cuts: [1_000_000, 1_000_000] });
    const server = await serveFile(served);
    const path = await target();
    await download(`${server.origin}/file`, path, { pauses: NO_PAUSES });
    expect(hash(await readFile(path))).toBe(hash(served.content));
    const starts = rangesAsked(server).map((range) => Number(/\d+/.exec(range ?? '0')));
    expect(starts).toHaveLength(3);
    expect(starts[1]).toBeGreaterThan(0);
    expect(starts[1]).toBeLessThanOrEqual(1_000_000);
    expect(starts[2]).toBeGreaterThan(starts[1]!);
    expect(server.requests[1]!.headers['if-range']).toBe('"one"');
  });

  it('goes on in a later call, with what has arrived before', async () => {
    const served = file({ cuts: [100_000] });
    const server = await serveFile(served);
    const path = await target();
    await expect(download(`${server.origin}/file`, path, { pauses: [] })).rejects.toThrow(/127\.0\.0\.1/);
    const { size } = await stat(`${path}.part`);
    expect(size).toBeGreaterThan(0);
    await download(`${server.origin}/file`, path, { pauses: [] });
    expect(hash(await readFile(path))).toBe(hash(served.content));
    expect(rangesAsked(server)).toEqual([undefined, `bytes=${size}-`]);
  });

  it('goes on by the time of the last change where there is no strong ETag', async () => {
    const lastModified = 'Tue, 01 Sep 2026 10:00:00 GMT';
    const served = file({ etag: 'W/"weak"', lastModified, cuts: [100_000] });
    const server = await serveFile(served);
    const path = await target();
    await download(`${server.origin}/file`, path, { pauses: NO_PAUSES });
    expect(hash(await readFile(path))).toBe(hash(served.content));
    expect(server.requests[1]!.headers['if-range']).toBe(lastModified);
  });

  it.each([
    ['a server that keeps to the condition', {}],
    ['a server that sends the rest of the new file all the same', { ignoresIfRange: true }],
  ])('begins anew when the file has changed since: %s', async (_, behaviour) => {
    const served = file({ cuts: [100_000], ...behaviour });
    const { origin } = await serveFile(served);
    const path = await target();
    await expect(download(`${origin}/file`, path, { pauses: [] })).rejects.toThrow();
    Object.assign(served, { content: randomBytes(300_000), etag: '"two"' });
    await download(`${origin}/file`, path, { pauses: [] });
    expect(hash(await readFile(path))).toBe(hash(served.content));
  });

  it('begins anew when the file has become shorter than what there is', async () => {
    const served = file({ cuts: [200_000] });
    const { origin } = await serveFile(served);
    const path = await target();
    await expect(download(`${origin}/file`, path, { pauses: [] })).rejects.toThrow();
    Object.assign(served, { content: randomBytes(1000), etag: '"two"', ignoresIfRange: true });
    await download(`${origin}/file`, path, { pauses: [] });
    expect(hash(await readFile(path))).toBe(hash(served.content));
  });

  it.each([
    ['that knows no ranges', { ranges: false }],
    ['without validators', { etag: undefined }],
  ])('begins anew with a server %s', async (_, behaviour) => {
    const served = file({ cuts: [100_000], ...behaviour });
    const { origin } = await serveFile(served);
    const path = await target();
    await download(`${origin}/file`, path, { pauses: NO_PAUSES });
    expect(hash(await readFile(path))).toBe(hash(served.content));
  });

  it('begins anew where what has arrived is of another address, or its record is damaged', async () => {
    const served = file({ cuts: [100_000, 100_000] });
    const server = await serveFile(served);
    const path = await target();
    await expect(download(`${server.origin}/one`, path, { pauses: [] })).rejects.toThrow();
    await expect(download(`${server.origin}/two`, path, { pauses: [] })).rejects.toThrow();
    await writeFile(`${path}.part.json`, '{"url":');
    await download(`${server.origin}/two`, path);
    expect(rangesAsked(server)).toEqual([undefined, undefined, undefined]);
    expect(hash(await readFile(path))).toBe(hash(served.content));
  });

  it('tries again while the server cannot answer, and gives up after some tries', async () => {
    const served = file();
    let refusals = 2;
    const server = await serve((request, response) => {
      if (refusals-- > 0) response.writeHead(503).end();
      else void sendFile(served, request, response);
    });
    const path = await target();
    await download(`${server.origin}/file`, path, { pauses: NO_PAUSES });
    expect(server.requests).toHaveLength(3);
    refusals = 1000;
    await expect(download(`${server.origin}/file`, path, { pauses: NO_PAUSES })).rejects.toThrow(
      /\/file: the server answers 503 Service Unavailable$/,
    );
    expect(server.requests).toHaveLength(3 + 1 + NO_PAUSES.length);
  });

  it('gives up a server that always cuts at the same place', async () => {
    const served = file({ ranges: false, cuts: Array.from({ length: 50 }, () => 100_000) });
    const server = await serveFile(served);
    await expect(download(`${server.origin}/file`, await target(), { pauses: NO_PAUSES })).rejects.toThrow();
    expect(server.requests.length).toBeLessThan(50);
  });

  it('does not ask again where the server refuses', async () => {
    const server = await serve((_, response) => response.writeHead(404).end());
    await expect(download(`${server.origin}/file`, await target(), { pauses: NO_PAUSES })).rejects.toThrow(
      /answers 404 Not Found/,
    );
    expect(server.requests).toHaveLength(1);
  });

  it('ends when it is cancelled, and keeps what has arrived', async () => {
    const path = await target();
    const served = file();
    let pieces = 0;
    served.beforePiece = () => (++pieces === 1 ? Promise.resolve() : new Promise(() => undefined));
    const server = await serveFile(served);
    const cancel = new AbortController();
    const onProgress = () => cancel.abort(new Error('cancelled by the test'));
    await expect(download(`${server.origin}/file`, path, { signal: cancel.signal, onProgress })).rejects.toThrow(
      'cancelled by the test',
    );
    expect(server.requests).toHaveLength(1);
    delete served.beforePiece;
    await download(`${server.origin}/file`, path);
    expect(rangesAsked(server)[1]).toMatch(/^bytes=[1-9]/);
    expect(hash(await readFile(path))).toBe(hash(served.content));
  });

  it('says which file cannot be written', async () => {
    const { origin } = await serveFile(file());
    const path = join(await temporaryFolder(), 'not-there', 'file.bin');
    await expect(download(`${origin}/file`, path, { pauses: NO_PAUSES })).rejects.toThrow(/cannot write .*not-there/);
  });
});

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
