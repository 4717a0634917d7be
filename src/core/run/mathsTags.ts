import * as z from 'zod';

/**
 * `<model>_sae_maths.json`, in the form of the literature's library: what the nodes of a model are tagged with. Its MLP
 * nodes are whole layers at a position, so that the labels of all neurons there come together.
 */
export const mathsTagsSchema = z.array(
  z.object({
    position: z.int().min(0),
    layer: z.int().min(0),
    is_head: z.literal(false),
    num: z.literal(0),
    /** `Algo:A2.SC.SAE`: its filters look for what a tag contains. */
    tags: z.array(z.string()),
  }),
);

export type MathsTags = z.infer<typeof mathsTagsSchema>;
