import * as z from 'zod';

/** What any page may tell the extension: asks the user where to, and writes a table or a picture there. */
export const saveSchema = z.strictObject({
  type: z.literal('save'),
  /** Without an ending. */
  name: z.string().max(200),
  format: z.enum(['csv', 'svg', 'png']),
  content: z.union([z.string(), z.instanceof(Uint8Array)]),
});

/** An error in a page that nothing else shows. */
export const failedSchema = z.strictObject({ type: z.literal('failed'), message: z.string().max(10_000) });
