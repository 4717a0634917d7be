import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { sendFile, type ServedFile } from './servedFile';
import { deflatedZip } from './zip';

export const PROVIDER_PACKAGE = 'Microsoft.ML.OnnxRuntime.Gpu.Linux';
const ID = PROVIDER_PACKAGE.toLowerCase();

/** A NuGet feed of one package, as nuget.org is one; tests change it between requests. */
export interface Feed {
  versions: string[];
  file: ServedFile;
  /** What the catalog states as the package's SHA-512; undefined where it states none. */
  sha512: string | undefined;
  /** Whether the pages of the registration are documents of their own, as where there are many versions. */
  hasPages: boolean;
  /** Where the entries of the catalog are. */
  catalog?: string;
  /** Answers that are to be given instead of the feed's, by status. */
  failures: number[];
}

/** A package with libraries of a few megabytes that cannot be compressed, in the form of ONNX Runtime's. */
export function providerPackage(libraries: Readonly<Record<string, Buffer>> = {}): Buffer {
  const native = 'runtimes/linux-x64/native';
  const all: Record<string, Buffer> = {
    'libonnxruntime_providers_cuda.so': randomBytes(2_000_000),
    'libonnxruntime_providers_shared.so': randomBytes(15_000),
    'libonnxruntime_providers_tensorrt.so': randomBytes(15_000),
    ...libraries,
  };
  const named = Object.entries(all).map(([name, content]) => [`${native}/${name}`, content] as const);
  return deflatedZip({ [`${PROVIDER_PACKAGE}.nuspec`]: Buffer.from('<package/>'), ...Object.fromEntries(named) });
}

/** A feed that has a package in this version, among others. */
export function feedOf(content: Buffer, version: string): Feed {
  return {
    versions: ['1.16.0', version, '1.99.0'],
    file: { content, etag: '"first"', ranges: true, cuts: [] },
    sha512: sha512(content),
    hasPages: false,
    failures: [],
  };
}

export function sha512(content: Buffer): string {
  return createHash('sha512').update(content).digest('base64');
}

/** Answers requests to a feed. */
export function feedListener(feed: Feed, scheme = 'http'): RequestListener {
  return (request, response) => {
    const status = feed.failures.shift();
    if (status === undefined) answer(feed, `${scheme}://${request.headers.host!}`, request, response);
    else response.writeHead(status).end('{}');
  };
}

function answer(feed: Feed, origin: string, request: IncomingMessage, response: ServerResponse): void {
  const send = (document: object | undefined) => {
    if (document === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  };
  const path = request.url!;
  const contents = `/v3-flatcontainer/${ID}`;
  const entryOf = (version: string) => ({
    catalogEntry: { '@id': `${feed.catalog ?? origin}/catalog/${version}.json`, id: PROVIDER_PACKAGE, version },
    packageContent: `${origin}${contents}/${version}/${ID}.${version}.nupkg`,
  });
  const page = { items: feed.versions.map(entryOf) };
  if (path === '/v3/index.json') send(serviceIndex(origin));
  else if (path === `${contents}/index.json`) send({ versions: feed.versions });
  else if (path === `/registration5-gz-semver2/${ID}/index.json`) {
    const pages = [{ '@id': `${origin}/page.json`, count: 3, ...(feed.hasPages ? {} : page) }];
    // nuget.org compresses these, whatever is asked for.
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify({ count: 1, items: pages })));
  } else if (path === '/page.json') send(page);
  else if (path.startsWith('/catalog/')) {
    const stated = feed.sha512 && { packageHash: feed.sha512, packageHashAlgorithm: 'SHA512' };
    send({ '@id': `${origin}${path}`, packageSize: feed.file.content.length, ...(stated ?? {}) });
  } else if (feed.versions.some((version) => path === `${contents}/${version}/${ID}.${version}.nupkg`)) {
    void sendFile(feed.file, request, response);
  } else send(undefined);
}

function serviceIndex(origin: string): object {
  const resources: [type: string, path: string][] = [
    ['SearchQueryService', '/query'],
    ['RegistrationsBaseUrl', '/registration5-semver1/'],
    ['RegistrationsBaseUrl/3.6.0', '/registration5-gz-semver2/'],
    ['PackageBaseAddress/3.0.0', '/v3-flatcontainer/'],
  ];
  return { version: '3.0.0', resources: resources.map(([type, path]) => ({ '@id': origin + path, '@type': type })) };
}
