import type { IncomingMessage } from 'node:http';
import { serve, type TestServer } from '../httpServer';
import { feedListener, type Feed } from './feed';

/** Serves a feed on 127.0.0.1; `url` is that of its service index. */
export async function serveFeed(feed: Feed): Promise<TestServer & { url: string }> {
  const server = await serve(feedListener(feed));
  return { ...server, url: `${server.origin}/v3/index.json` };
}

/** The files of the package that were asked for. */
export function packageRequests({ requests }: TestServer): IncomingMessage[] {
  return requests.filter(({ url }) => url!.endsWith('.nupkg'));
}
