import { expect, it } from 'vitest';
import { findInFeed } from '../../../../src/store/cuda/nugetFeed';
import { serve } from '../../../support/httpServer';
import { feedOf, PROVIDER_PACKAGE, sha512 } from '../../../support/nuget/feed';
import { serveFeed } from '../../../support/nuget/servedFeed';

const VERSION = '1.30.0';
const content = Buffer.from('a package');
const find = (url: string) => findInFeed(url, PROVIDER_PACKAGE, VERSION, {});

it.each([false, true])('finds a package and its checksum, with pages of their own: %s', async (hasPages) => {
  const server = await serveFeed({ ...feedOf(content, VERSION), hasPages });
  expect(await find(server.url)).toEqual({
    url: `${server.origin}/v3-flatcontainer/microsoft.ml.onnxruntime.gpu.linux/1.30.0/microsoft.ml.onnxruntime.gpu.linux.1.30.0.nupkg`,
    sha512: sha512(content),
  });
});

it('finds a package without a checksum where none is stated, or only where nobody answers', async () => {
  const feed = { ...feedOf(content, VERSION), sha512: undefined };
  const { url } = await serveFeed(feed);
  expect(await find(url)).toMatchObject({ sha512: null });
  const gone = await serve((_, response) => response.destroy());
  Object.assign(feed, { sha512: sha512(content), catalog: gone.origin });
  expect(await find(url)).toMatchObject({ sha512: null });
});

it('says which versions a feed has that has another one', async () => {
  const feed = feedOf(content, '1.29.0');
  const { url } = await serveFeed(feed);
  await expect(find(url)).rejects.toThrow(
    `${url}: this feed has no ${PROVIDER_PACKAGE} 1.30.0, only 1.16.0, 1.29.0, 1.99.0; name another feed`,
  );
  feed.versions = [];
  await expect(find(url)).rejects.toThrow(`has no ${PROVIDER_PACKAGE} 1.30.0, no version of it;`);
});

it('refuses what is no feed', async () => {
  const page = await serve((_, response) => response.end('<html>'));
  await expect(find(page.origin)).rejects.toThrow('not what a NuGet feed answers: Unexpected token');
  const other = await serve((_, response) => response.end('{"resources":[{"@id":3}]}'));
  await expect(find(other.origin)).rejects.toThrow(/not what a NuGet feed answers: (.|\n)*@id/);
  const empty = await serve((_, response) => response.end('{"resources":[]}'));
  await expect(find(empty.origin)).rejects.toThrow('this feed offers no package contents');
  const nothing = await serve((_, response) => response.writeHead(404).end());
  await expect(find(nothing.origin)).rejects.toThrow('there is no NuGet feed here');
  const closed = await serve((_, response) => response.writeHead(401).end());
  await expect(find(closed.origin)).rejects.toThrow('the server answers 401 Unauthorized');
});

it('asks again where the server cannot answer at the moment', async () => {
  const { url, requests } = await serveFeed({ ...feedOf(content, VERSION), failures: [503] });
  expect(await find(url)).toMatchObject({ sha512: sha512(content) });
  expect(requests.slice(0, 2).map((request) => request.url)).toEqual(['/v3/index.json', '/v3/index.json']);
});
