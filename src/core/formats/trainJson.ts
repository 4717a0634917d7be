import * as z from 'zod';
import type { Operations } from '../arithmetic/operations';
import { parseJsonFile } from './checkedJson';

/** Python writes numbers that are not finite, which zod's own `number` refuses. */
const anyNumber = z.custom<number>((value) => typeof value === 'number', 'expected number');
const count = z.number().int().positive();
const integer = z.number().int();
const percent = z.number().min(0).max(100);

/** What the training notebooks record about a base model; unknown keys are allowed, known ones have these types. */
const configSchema = z
  .looseObject({
    model_name: z.string(),
    n_layers: count,
    n_heads: count,
    n_digits: count,
    n_ctx: count,
    d_vocab: count,
    d_model: count,
    d_mlp: count,
    d_mlp_multiplier: count,
    d_head: count,
    act_fn: z.string(),
    batch_size: count,
    n_training_steps: count,
    lr: z.number().positive(),
    weight_decay: z.number(),
    training_seed: integer,
    analysis_seed: integer,
    avg_final_loss: anyNumber,
    final_loss: anyNumber,
    grokfast: z.boolean(),
    grokfast_alpha: z.number(),
    grokfast_lamb: z.number(),
    insert_mode: integer,
    insert_late: z.boolean(),
    insert_n_layers: count,
    insert_n_heads: count,
    insert_training_seed: integer,
    insert_n_training_steps: count,
    perc_mult: percent,
    perc_sub: percent,
  })
  .partial();

const fileSchema = z.object({
  Config: configSchema,
  TrainingLoss: z.array(anyNumber),
  AvgFinalLoss: anyNumber.optional(),
  FinalLoss: anyNumber.optional(),
});

/** The Config of a `<name>_train.json`, in the file's own names; a key that the file lacks is absent. */
export type TrainConfig = z.output<typeof configSchema>;

export interface TrainJson {
  readonly Config: TrainConfig;
  /** One value a training step, or every so many steps; may hold NaN and infinities. */
  readonly TrainingLoss: readonly number[];
}

/**
 * Reads `<name>_train.json` in the form of 2024's first months (final losses beside Config) or the later one (within).
 * Final losses beside Config win where they are above 0, as in the notebook.
 * @throws UserError naming file and key
 */
export function parseTrainJson(text: string, file: string): TrainJson {
  const { Config, TrainingLoss, AvgFinalLoss = 0, FinalLoss = 0 } = parseJsonFile(fileSchema, text, file);
  return {
    Config: {
      ...Config,
      ...(AvgFinalLoss > 0 && { avg_final_loss: AvgFinalLoss }),
      ...(FinalLoss > 0 && { final_loss: FinalLoss }),
    },
    TrainingLoss,
  };
}

/**
 * The mix that the model was trained on. What the Config lacks is taken from `named`, the mix that the model's name
 * tells; undefined where neither says. Addition gets what the others leave, as in the notebook: its own key is ignored.
 * Whether the percentages are whole and can be used is not checked here.
 */
export function operationMix(config: TrainConfig, named?: Operations): Operations | undefined {
  const sub = config.perc_sub ?? named?.sub;
  const mul = config.perc_mult ?? named?.mul;
  if (sub === undefined || mul === undefined) return undefined;
  return { add: Math.max(0, 100 - sub - mul), sub, mul };
}
