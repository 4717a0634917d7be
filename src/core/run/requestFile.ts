import * as z from 'zod';

/**
 * `request.json`: what is asked to be trained in a directory that has no run yet. The config's text is the file's at
 * the moment of asking, so that editing the file changes nothing that waits.
 */
export const requestFileSchema = z.strictObject({
  /** ISO 8601, UTC. */
  created: z.iso.datetime(),
  /** Absolute path of the folder in which models are looked for by name. */
  workspace: z.string(),
  /** The config file's absolute path, and its text. */
  config: z.strictObject({ file: z.string(), text: z.string() }),
});

export type RequestFile = z.infer<typeof requestFileSchema>;
