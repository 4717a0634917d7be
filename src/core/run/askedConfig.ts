import { ConfigError } from '../config/configError';
import { parseConfig } from '../config/parseConfig';
import type { SaeConfig } from '../config/saeConfig';
import type { RequestFile } from './requestFile';

/** A long queue is looked through again and again. */
const asked = new WeakMap<RequestFile, SaeConfig | undefined>();

/** The config that is asked to be trained, as written; undefined where it is wrong, which its process will say. */
export function askedConfig(request: RequestFile): SaeConfig | undefined {
  if (!asked.has(request)) asked.set(request, parse(request));
  return asked.get(request);
}

function parse({ config }: RequestFile): SaeConfig | undefined {
  try {
    return parseConfig(config.text, config.file).config;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
