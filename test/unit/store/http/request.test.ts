import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../../../src/store/http/connectionError';
import { request } from '../../../../src/store/http/request';
import { listen, serve } from '../../../support/httpServer';

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a request', () => {
  it('asks this machine without a proxy', async () => {
    const server = await serve((_, response) => response.end('from here'));
    const environment = { ALL_PROXY: 'http://proxy.invalid:1', http_proxy: 'http://proxy.invalid:1' };
    const answer = await request(server.origin, { environment });
    expect((await answer.toArray()).join('')).toBe('from here');
  });

  it('refuses what anybody on the way could change, also where it is led there', async () => {
    await expect(request('http://example.com/index.json')).rejects.toThrow(
      'http://example.com/index.json: refused: programs are fetched through https:// only',
    );
    await expect(request('file:///etc/passwd')).rejects.toThrow('refused');
    await expect(request('nonsense')).rejects.toThrow('nonsense: expected a URL that begins with https://');
    const server = await serve((_, response) => response.writeHead(302, { location: 'http://example.com/a' }).end());
    await expect(request(`${server.origin}/`)).rejects.toThrow('http://example.com/a: refused');
  });

  it('follows redirections, but not for ever', async () => {
    const server = await serve((asked, response) => {
      const left = Number(asked.url!.slice(1));
      if (left === 0) response.end('here');
      else response.writeHead(left % 2 ? 302 : 308, { location: `/${left - 1}` }).end();
    });
    const answer = await request(`${server.origin}/5`);
    expect((await answer.toArray()).join('')).toBe('here');
    await expect(request(`${server.origin}/6`)).rejects.toThrow('/6: more than 5 redirections');
  });

  it('refuses a URL with a password in it, and does not repeat that', async () => {
    await expect(request('https://user:secret@feed.example/v3/index.json')).rejects.toThrow(
      /^https:\/\/feed\.example: refused: the URL has a user name or password in it; [^:]*$/,
    );
  });

  it('names the server that is not there', async () => {
    const port = await closedPort();
    await expect(request(`http://127.0.0.1:${port}/`)).rejects.toThrow(
      new RegExp(`^http://127\\.0\\.0\\.1:${port}: .*ECONNREFUSED.*HTTPS_PROXY must name it`),
    );
  });
});

describe('a proxy', () => {
  const ask = (proxy: string) => request('https://feed.example/', { environment: { https_proxy: proxy } });

  /** A proxy that answers every request for a connection like this. */
  async function answering(line: string): Promise<string> {
    const proxy = createServer();
    proxy.on('connect', (_: IncomingMessage, socket) => socket.end(`HTTP/1.1 ${line}\r\n\r\n`));
    return `http://user:secret@127.0.0.1:${(await listen(proxy)).port}`;
  }

  it('is named where it is not there, without its password', async () => {
    const port = await closedPort();
    await expect(ask(`http://user:secret@127.0.0.1:${port}`)).rejects.toThrow(
      new RegExp(`^the proxy http://127\\.0\\.0\\.1:${port}: .*ECONNREFUSED.*http.proxy names it\\)$`),
    );
  });

  it('is named where it refuses, for now or for good', async () => {
    const [busy, closed] = await Promise.all([
      ask(await answering('503 Busy')).catch((error: unknown) => error),
      ask(await answering('407 Proxy Authentication Required')).catch((error: unknown) => error),
    ]);
    expect(busy).toBeInstanceOf(ConnectionError);
    expect((busy as Error).message).toMatch(
      /^the proxy http:\/\/127\.0\.0\.1:\d+: asked for feed\.example:443, it answers 503 Busy$/,
    );
    expect(closed).toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/it answers 407 Proxy Authentication Required$/) as string,
    });
  });

  it('is told of a user name and password that are written wrongly', async () => {
    await expect(ask('http://user:50%off@127.0.0.1:1')).rejects.toThrow('a % must be written as %25');
  });
});
