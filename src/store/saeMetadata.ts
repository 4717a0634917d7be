import { dirname, extname, join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../core/errors';
import { parseSaeLensConfig } from '../core/formats/sae/saeLensConfig';
import { weightsFileOf } from './saeFiles';
import { readText } from './textFile';

const metadataSchema = z.looseObject({
  hook_name: z.string().nullish(),
  /** Arguments of Python's `slice`. */
  seqpos_slice: z.array(z.int().nullable()).max(3).nullish(),
});

/** Where an SAE says that its activations come from; undefined where its files do not say it. */
export interface SaeOrigin {
  /** The file that says it. */
  readonly file: string;
  /** Full name of the hook point. */
  readonly hookName: string | undefined;
  /** First token position, and the one after the last. */
  readonly positions: readonly [start: number, stop: number] | undefined;
}

/**
 * What SAELens' `cfg.json` beside an SAE says of where it belongs; other layouts say nothing.
 *
 * @throws UserError naming the file where it is broken
 */
export async function readSaeOrigin(path: string): Promise<SaeOrigin | undefined> {
  const weights = await weightsFileOf(path);
  if (extname(weights) !== '.safetensors') return undefined;
  const file = join(dirname(weights), 'cfg.json');
  const { data, error } = metadataSchema.safeParse(parseSaeLensConfig(await readText(file), file).metadata ?? {});
  if (error !== undefined) throw new UserError(`${file}: metadata: ${z.prettifyError(error)}`);
  const [start, stop, step] = data.seqpos_slice ?? [];
  const isRange = typeof start === 'number' && typeof stop === 'number' && start >= 0 && stop > start;
  if (isRange && (step ?? 1) !== 1) throw new UserError(`${file}: metadata: seqpos_slice with a step cannot be read`);
  return { file, hookName: data.hook_name ?? undefined, positions: isRange ? [start, stop] : undefined };
}
