import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on 127.0.0.1 that ends with the running test. */
export interface TestServer {
  /** Such as http://127.0.0.1:40123. */
  readonly origin: string;
  readonly port: number;
  /** What was asked, in order. */
  readonly requests: readonly IncomingMessage[];
}

/** Serves on 127.0.0.1. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  return listen(createServer(listener));
}

/** Lets a server listen on 127.0.0.1. */
export async function listen(server: Server, scheme = 'http'): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  server.on('request', (request: IncomingMessage) => requests.push(request));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${scheme}://127.0.0.1:${port}`, port, requests };
}
