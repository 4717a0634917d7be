import type { Operations } from '../arithmetic/operations';
import { positionMeanings } from '../arithmetic/positions';
import { parsePositions } from '../arithmetic/positionSelection';
import { messageOf } from '../errors';
import { ConfigError, type Problem } from './configError';
import { DEFAULT_BATCH_SIZE, defaultPreset, defaultsOf } from './defaults';
import { nearest } from './nearest';
import type { ParsedConfig } from './parseConfig';
import { rulesOf } from './presets';
import { resolvedConfigSchema, type ResolvedConfig } from './saeConfig';
import { saeKeys } from './saeKeys';

/** What resolving a config needs to know of the model that it names. */
export interface ModelFacts {
  /** Number of transformer blocks. */
  readonly layers: number;
  /** Digits per operand. */
  readonly digits: number;
  /** Names of the hooks within a block that an SAE can be trained on. */
  readonly hooks: readonly string[];
  /** What the model was trained with; undefined where nothing beside it says so. */
  readonly batchSize: number | undefined;
  /** The model's mix of operations: from its `_train.json`, else from its name, undefined where neither says so. */
  readonly operations: Operations | undefined;
}

/** Whether the config value `model` is a path rather than a name to be looked for. */
export function isModelPath(model: string): boolean {
  return model.endsWith('.pth');
}

/**
 * The values that training uses: the file's, else the preset's, else the model's own.
 * @param resolvePath makes a path absolute that is relative to the config file
 * @throws ConfigError with every key that contradicts the model, and every one that neither file nor model gives
 */
export function resolveConfig(
  parsed: ParsedConfig,
  facts: ModelFacts,
  resolvePath: (path: string) => string,
): ResolvedConfig {
  const { document, config } = parsed;
  const preset = config.preset ?? defaultPreset;
  const modelsOwn = {
    ...(facts.batchSize !== undefined && { batch_size: facts.batchSize }),
    operations: facts.operations,
  };
  const values = { batch_size: DEFAULT_BATCH_SIZE, ...modelsOwn, ...defaultsOf(preset), ...config };
  const generated = config.questions === undefined;

  const problems = [
    ...layerProblems(parsed, values.layer_num, facts),
    ...hookProblems(parsed, values.hook, facts),
    ...leftToModel(parsed, 'batch_size', values.batch_size, '64'),
    ...(generated ? leftToModel(parsed, 'operations', values.operations, '{"add": 34, "sub": 66}') : []),
    ...positionProblems(parsed, values.positions, positionMeanings(facts.digits, 0)),
    ...(generated && rulesOf(preset).dropFirstBatch && values.num_batches < 2 ? [tooFewBatches(parsed)] : []),
  ];
  if (problems.length > 0) throw new ConfigError(document.file, problems);

  const resolvePathOrNull = (path: string | undefined) => (path === undefined ? null : resolvePath(path));
  return resolvedConfigSchema.parse({
    ...values,
    preset,
    model: isModelPath(config.model) ? resolvePath(config.model) : config.model,
    questions: resolvePathOrNull(config.questions),
    init_from: resolvePathOrNull(config.init_from),
    num_batches: generated ? values.num_batches : null,
    operations: values.operations ?? null,
  });
}

/** What is wrong with the value of a key that is the model's own where the config leaves it out. */
function leftToModel(
  { document }: ParsedConfig,
  key: 'batch_size' | 'operations',
  value: unknown,
  example: string,
): Problem[] {
  const { error } = saeKeys[key].safeParse(value);
  if (error === undefined) return [];
  const reason =
    value === undefined
      ? "the model's _train.json and name do not give it"
      : `the model's ${JSON.stringify(value)} cannot be used: ${error.issues[0]!.message}`;
  return [document.problemAtValue([key], `left out, and ${reason}: set it here, for example "${key}": ${example}`)];
}

function layerProblems({ document }: ParsedConfig, layer: number, { layers }: ModelFacts): Problem[] {
  if (layer < layers) return [];
  const message = `expected a layer from 0 to ${layers - 1}, since the model has ${layers}, found ${layer}`;
  return [document.problemAtValue(['layer_num'], message)];
}

function hookProblems({ document }: ParsedConfig, hook: string, { hooks }: ModelFacts): Problem[] {
  if (hooks.includes(hook)) return [];
  const [meant] = nearest(hook, hooks, 1);
  const help = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return [document.problemAtValue(['hook'], `expected one of ${hooks.join(', ')}, found "${hook}"${help}`)];
}

function positionProblems(
  { document }: ParsedConfig,
  positions: ResolvedConfig['positions'],
  names: readonly string[],
): Problem[] {
  try {
    parsePositions(positions, names);
    return [];
  } catch (error) {
    return [document.problemAtValue(['positions'], messageOf(error))];
  }
}

function tooFewBatches({ document }: ParsedConfig): Problem {
  const message = 'expected at least 2, since the notebook preset drops the first batch of the first epoch';
  return document.problemAtValue(['num_batches'], message);
}
