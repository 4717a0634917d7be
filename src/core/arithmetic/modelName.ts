import type { Operations } from './operations';

/** What the name of an arithmetic model says about it. */
export interface ModelName {
  /** The name itself, without the source it was initialised from. */
  readonly name: string;
  readonly operations: Operations;
  /** Digits per operand. */
  readonly digits: number;
  readonly layers: number;
  readonly heads: number;
  readonly trainingSteps: number;
  readonly trainingSeed: number;
  /** Whether it was trained with GrokFast. */
  readonly grokfast: boolean;
  /** How the weights of another model were inserted in training, 1 to 4; 0 where they were not. */
  readonly insertMode: number;
  /** The model whose weights were inserted, where the name says so. */
  readonly insertSource?: ModelName;
}

const nameGrammar =
  /^(?:ins([1-5])_)?(add|sub|mul|mix|mas)_d(\d{1,2})_l(\d{1,2})_h(\d{1,2})_t(\d{1,3})K(_gf)?_s(\d{6})$/;

const operationsOf: Readonly<Record<string, Operations>> = {
  add: { add: 100, sub: 0, mul: 0 },
  sub: { add: 0, sub: 100, mul: 0 },
  mul: { add: 0, sub: 0, mul: 100 },
  mix: { add: 34, sub: 66, mul: 0 },
  mas: { add: 20, sub: 30, mul: 50 },
};
const insertedMix: Operations = { add: 20, sub: 80, mul: 0 };

/**
 * Reads a model's name, such as `ins1_mix_d6_l3_h4_t40K_s372001`, or `<name>,<name of the model that was inserted>`.
 *
 * @returns undefined where the text is not a model's name
 */
export function parseModelName(text: string): ModelName | undefined {
  const [name = '', sourceName, ...rest] = text.split(',');
  const model = parseSingleName(name);
  if (sourceName === undefined || model === undefined) return model;
  const insertSource = parseSingleName(sourceName);
  return insertSource === undefined || rest.length > 0 ? undefined : { ...model, insertSource };
}

function parseSingleName(name: string): ModelName | undefined {
  const match = nameGrammar.exec(name);
  if (match === null) return undefined;
  const [, insert, operation = '', digits, layers, heads, thousands, grokfast, seed] = match;
  return {
    name,
    operations: operation === 'mix' && insert !== undefined ? insertedMix : operationsOf[operation]!,
    digits: Number(digits),
    layers: Number(layers),
    heads: Number(heads),
    trainingSteps: Number(thousands) * 1000,
    trainingSeed: Number(seed),
    grokfast: grokfast !== undefined,
    insertMode: insertModeOf(insert),
  };
}

/** The library that trained the models knows modes 1 to 4 and takes `ins5_` for 0; so do we, to agree with it. */
function insertModeOf(insert: string | undefined): number {
  return insert === undefined || insert === '5' ? 0 : Number(insert);
}
