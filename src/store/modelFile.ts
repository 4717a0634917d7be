import { basename, dirname, join } from 'node:path';
import { parseModelName, type ModelName } from '../core/arithmetic/modelName';
import type { Operations } from '../core/arithmetic/operations';
import { digitsPerOperand } from '../core/arithmetic/positions';
import { UserError } from '../core/errors';
import { operationMix, parseTrainJson, type TrainJson } from '../core/formats/trainJson';
import { contradictions } from '../core/transformer/contradictions';
import type { Transformer } from '../core/transformer/parts';
import {
  configFromTensors,
  layerOfTensor,
  tensorShapes,
  type TransformerConfig,
} from '../core/transformer/transformerConfig';
import { fileExists } from './fileExists';
import { readText } from './textFile';
import { withStateDict } from './torchFile';

/** Tokens that questions use: digits, `+`, `-`, `=`, `*`. */
const TOKENS_NEEDED = 14;

/** A model on disk: what is known of it before its weights are read. */
export interface ModelFile {
  readonly path: string;
  /** The file's name without `.pth`. */
  readonly name: string;
  readonly config: TransformerConfig;
  /** Digits per operand. */
  readonly digits: number;
  readonly parameters: number;
  /** Percent of each operation that it was trained on, by its train.json, else by its name. */
  readonly operations: Operations | undefined;
  /** What the name says, where it follows the grammar. */
  readonly parsedName: ModelName | undefined;
  /** The `<name>_train.json` beside the model, where there is one. */
  readonly trainJson: TrainJson | undefined;
  /** Where name or train.json contradict the tensors. */
  readonly warnings: readonly string[];
}

/**
 * Reads a checkpoint's tensor shapes and what lies beside it.
 *
 * @throws UserError naming the file, and the tensor or key, where it is no model that we can run
 */
export async function readModelFile(path: string): Promise<ModelFile> {
  const config = await withStateDict(path, (dict) => Promise.resolve(configFromTensors(path, dict)));
  const digits = digitsPerOperand(config.nCtx, `${path}: tensor pos_embed.W_pos`);
  if (config.dVocab < TOKENS_NEEDED) {
    throw new UserError(`${path}: tensor embed.W_E has ${config.dVocab} tokens; questions need ${TOKENS_NEEDED}`);
  }
  const name = basename(path, '.pth');
  const trainJson = await readTrainJson(join(dirname(path), `${name}_train.json`));
  const parsedName = parseModelName(name);
  return {
    path,
    name,
    config,
    digits,
    parameters: [...tensorShapes(config).values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0),
    operations: trainJson ? operationMix(trainJson.Config, parsedName?.operations) : parsedName?.operations,
    parsedName,
    trainJson,
    warnings: contradictions(config, digits, parsedName, trainJson?.Config),
  };
}

/** Reads a model's weights; with `layers`, only those that a pass through that many first blocks needs. */
export async function loadTransformer(
  { path, config }: ModelFile,
  layers: number = config.nLayers,
): Promise<Transformer> {
  return withStateDict(path, async (dict) => {
    const weights: Transformer['weights'] = new Map(
      await Promise.all(
        [...tensorShapes(config).keys()]
          // A pass through all blocks goes on to the logits.
          .filter((name) => layers === config.nLayers || layerOfTensor(name) < layers)
          .map(async (name) => [name, await dict.get(name)!.readFloats()] as const),
      ),
    );
    return { config, weights };
  });
}

async function readTrainJson(path: string): Promise<TrainJson | undefined> {
  if (!(await fileExists(path))) return undefined;
  const trainJson = parseTrainJson(await readText(path), path);
  const activation = trainJson.Config.act_fn;
  if (activation !== undefined && activation !== 'relu') {
    throw new UserError(`${path}: act_fn is "${activation}"; only models with "relu" are supported`);
  }
  return trainJson;
}
