import { contextLength, positionMeanings } from '../core/arithmetic/positions';
import { parsePositions } from '../core/arithmetic/positionSelection';
import { rulesOf, type TrainingRules } from '../core/config/presets';
import type { ResolvedConfig } from '../core/config/saeConfig';
import { UserError } from '../core/errors';
import type { SaeWeights } from '../core/formats/sae/saeWeights';
import type { ActivationSite } from '../core/transformer/activationRows';
import type { Transformer } from '../core/transformer/parts';
import { hookWidth } from '../core/transformer/hooks';
import type { ModelFile } from '../store/modelFile';
import { readQuestions } from '../store/questions';
import { readSae } from '../store/saeFiles';
import { fileBatches, generatedBatches, type Batches } from './batches';
import { NOTHING_SHARED, type SharedByRuns } from './sharedByRuns';

/** Everything that a config names, read and checked. */
export interface TrainingInputs {
  readonly config: ResolvedConfig;
  readonly rules: TrainingRules;
  readonly model: ModelFile;
  readonly transformer: Transformer;
  readonly site: ActivationSite;
  readonly batches: Batches;
  /** The SAE of `init_from`. */
  readonly initial: SaeWeights | null;
  /** What the user should know before training, for example questions that no batch uses. */
  readonly notices: readonly string[];
}

/**
 * Reads the model, the questions and the SAE that a config names.
 *
 * @throws UserError where one of them is wrong, or does not go with the config
 */
export async function readTrainingInputs(
  config: ResolvedConfig,
  modelPath: string,
  { readModelFile, loadTransformer }: Pick<SharedByRuns, 'readModelFile' | 'loadTransformer'> = NOTHING_SHARED,
): Promise<TrainingInputs> {
  const model = await readModelFile(modelPath);
  const { digits } = model;
  const rules = rulesOf(config.preset);
  const { batches, notices } = await batchesOf(config, digits, rules);
  const positions = parsePositions(config.positions, positionMeanings(digits, 0));
  const width = hookWidth(model.config, config.hook);
  return {
    config,
    rules,
    model,
    transformer: await loadTransformer(model, config.layer_num + 1),
    site: { layer: config.layer_num, hook: config.hook, positions },
    batches,
    initial: config.init_from === null ? null : await readInitial(config.init_from, config, width),
    notices: [...model.warnings.map((warning) => `${modelPath}: ${warning}; the tensors count`), ...notices],
  };
}

async function batchesOf(
  config: ResolvedConfig,
  digits: number,
  rules: TrainingRules,
): Promise<{ batches: Batches; notices: string[] }> {
  const { questions, num_batches, batch_size: batchSize, seed, enrich_data: enrich } = config;
  if (questions === null) {
    // Without a questions file a resolved config has both.
    const [perEpoch, operations] = [num_batches!, config.operations!];
    return { batches: generatedBatches(seed, perEpoch, { digits, batchSize, operations, enrich }), notices: [] };
  }
  const tokens = await readQuestions(questions, digits);
  const count = tokens.length / contextLength(digits);
  const batches = fileBatches(tokens, digits, batchSize);
  const least = rules.dropFirstBatch ? 2 : 1;
  if (batches.perEpoch < least) {
    const why = rules.dropFirstBatch ? ', since the notebook preset drops the first batch' : '';
    throw new UserError(
      `${questions}: ${count} questions make ${batches.perEpoch} batches of ${batchSize} (batch_size); ` +
        `at least ${least} is needed${why}`,
    );
  }
  const rest = count - batches.perEpoch * batchSize;
  const notice = `${questions}: the last ${rest} of ${count} questions do not fill a batch of ${batchSize} and are not used`;
  return { batches, notices: rest === 0 ? [] : [notice] };
}

async function readInitial(path: string, config: ResolvedConfig, width: number): Promise<SaeWeights> {
  const sae = await readSae(path);
  const [fileWidth, encodingDim] = sae.W_enc.shape;
  const comparisons: [what: string, found: unknown, needed: unknown][] = [
    ['architecture', sae.architecture, config.architecture],
    ['k', sae.k, config.architecture === 'topk' ? config.k : undefined],
    ['encoding_dim', encodingDim, config.encoding_dim],
    ['width of the activations', fileWidth, width],
  ];
  const difference = comparisons.find(([, found, needed]) => found !== needed);
  if (!difference) return sae;
  const [what, found, needed] = difference;
  throw new UserError(`${path}: this SAE's ${what} is ${String(found)}, and this config needs ${String(needed)}`);
}
