import { ConfigError } from '../config/configError';
import { kindOf } from '../config/configKind';
import { parseConfig } from '../config/parseConfig';
import { parseSweep } from '../config/parseSweep';
import { resolveSweep, type ResolvedSweep } from '../config/resolveSweep';
import type { SaeConfig } from '../config/saeConfig';
import type { RequestFile } from './requestFile';

/** A config file's path and its text, as files of runs and sweeps keep them. */
type KeptConfig = RequestFile['config'];

interface Asked {
  readonly config: SaeConfig;
  readonly sweep: ResolvedSweep | undefined;
}

/** A long queue is looked through again and again. */
const known = new WeakMap<KeptConfig, Asked | undefined>();

/**
 * The config that is asked to be trained, as written; of a sweep what all its trials share. Undefined where it is wrong,
 * which its process will say.
 */
export function askedConfig({ config }: Pick<RequestFile, 'config'>): SaeConfig | undefined {
  return asked(config)?.config;
}

/** The sweep that a config describes; undefined where it describes none, or is wrong. */
export function askedSweep(config: KeptConfig | undefined): ResolvedSweep | undefined {
  return config && asked(config)?.sweep;
}

function asked(config: KeptConfig): Asked | undefined {
  if (!known.has(config)) known.set(config, parse(config));
  return known.get(config);
}

function parse({ text, file }: KeptConfig): Asked | undefined {
  try {
    if (kindOf(text) === 'sae') return { config: parseConfig(text, file).config, sweep: undefined };
    const sweep = resolveSweep(parseSweep(text, file));
    return { config: sweep.base, sweep };
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
