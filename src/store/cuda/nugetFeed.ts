import * as z from 'zod';
import { UserError } from '../../core/errors';
import { ConnectionError } from '../http/connectionError';
import type { RequestOptions } from '../http/request';
import { readFeedDocument } from './feedDocument';

/** The public feed. */
export const NUGET_FEED = 'https://api.nuget.org/v3/index.json';

/** A version of a package in a feed. */
export interface FeedPackage {
  /** Of the package's file. */
  readonly url: string;
  /** The file's SHA-512 in Base64; null where the feed states none. */
  readonly sha512: string | null;
}

// https://learn.microsoft.com/nuget/api/overview, as much of it as is read here.
const serviceIndex = z.object({ resources: z.array(z.object({ '@id': z.string(), '@type': z.string() })) });
const versionsIndex = z.object({ versions: z.array(z.string()) });
const checksum = { packageHash: z.string().optional(), packageHashAlgorithm: z.string().optional() };
const catalogLeaf = z.object(checksum);
const leaf = z.object({ catalogEntry: z.object({ '@id': z.string(), version: z.string(), ...checksum }) });
const page = z.object({ items: z.array(leaf) });
const registrationIndex = z.object({
  items: z.array(z.object({ '@id': z.string(), items: z.array(leaf).optional() })),
});

type Checksum = z.infer<typeof catalogLeaf>;

/** Lists of a package's versions with what is known of them; the later ones hold more packages. */
const REGISTRATIONS = ['RegistrationsBaseUrl/3.6.0', 'RegistrationsBaseUrl/3.4.0', 'RegistrationsBaseUrl'];

/**
 * Finds a version of a package in a feed of NuGet's protocol, version 3.
 *
 * @param feed URL of its service index
 * @throws UserError where that is no feed, or has no such package or version; ConnectionError where it is not reached
 */
export async function findInFeed(
  feed: string,
  name: string,
  version: string,
  options: RequestOptions,
): Promise<FeedPackage> {
  const index = await readFeedDocument(feed, serviceIndex, options);
  if (!index) throw new UserError(`${feed}: there is no NuGet feed here (the server answers 404)`);
  const baseOf = (type: string) => {
    const address = index.resources.find((resource) => resource['@type'] === type)?.['@id'];
    return address === undefined ? undefined : `${address.replace(/\/$/, '')}/${name.toLowerCase()}`;
  };
  const contents = baseOf('PackageBaseAddress/3.0.0');
  if (contents === undefined) throw new UserError(`${feed}: this feed offers no package contents (PackageBaseAddress)`);
  const versions = (await readFeedDocument(`${contents}/index.json`, versionsIndex, options))?.versions ?? [];
  if (!versions.includes(version)) {
    const others = versions.length === 0 ? 'no version of it' : `only ${versions.slice(-5).join(', ')}`;
    throw new UserError(`${feed}: this feed has no ${name} ${version}, ${others}; name another feed`);
  }
  const registration = REGISTRATIONS.map(baseOf).find((base) => base !== undefined);
  return {
    url: `${contents}/${version}/${name.toLowerCase()}.${version}.nupkg`,
    sha512: registration === undefined ? null : await sha512Of(registration, version, options),
  };
}

async function sha512Of(registration: string, version: string, options: RequestOptions): Promise<string | null> {
  const index = await readFeedDocument(`${registration}/index.json`, registrationIndex, options);
  for (const { '@id': address, items } of index?.items ?? []) {
    const leaves = items ?? (await readFeedDocument(address, page, options))?.items ?? [];
    const entry = leaves.find(({ catalogEntry }) => catalogEntry.version === version)?.catalogEntry;
    if (entry) return stated(entry) ?? stated(await readCatalog(entry['@id'], registration, options));
  }
  return null;
}

async function readCatalog(address: string, registration: string, options: RequestOptions) {
  const isElsewhere = new URL(address).origin !== new URL(registration).origin;
  try {
    return await readFeedDocument(address, catalogLeaf, options, isElsewhere ? [] : undefined);
  } catch (error) {
    // Mirrors name the catalog of the feed that they mirror, which is often out of reach where a mirror is needed.
    if (isElsewhere && error instanceof ConnectionError) return undefined;
    throw error;
  }
}

function stated(found: Checksum | undefined): string | null {
  return found?.packageHashAlgorithm?.toUpperCase() === 'SHA512' ? (found.packageHash ?? null) : null;
}
