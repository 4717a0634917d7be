import * as z from 'zod';
import { defaultPreset, defaultsOf } from './defaults';
import { architectureKeys, saeConfigSchema } from './saeConfig';
import { spaceKeys } from './searchSpaceKeys';
import { sweepConfigSchema } from './sweepConfig';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of `*.quanta.json`, in draft 7, which editors know best. `markdownDescription`, `errorMessage`,
 * `allowComments` and `allowTrailingCommas` are VS Code's extensions.
 */
export function configJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Quanta: training of a sparse autoencoder, or a sweep of many',
    allowComments: true,
    allowTrailingCommas: true,
    type: 'object',
    // Both kinds are offered where a file does not say yet which it is.
    properties: { kind: { enum: ['sae', 'sweep'] } },
    if: has('kind', 'sweep'),
    then: sweepJsonSchema(),
    else: saeJsonSchema(),
  };
}

function saeJsonSchema(): JsonSchema {
  const { properties, ...schema } = schemaOf(saeConfigSchema);
  return {
    ...schema,
    properties: withDefaults(properties as Properties, { preset: defaultPreset, ...defaultsOf(defaultPreset) }),
    allOf: keyRules((keys, errorMessage) => ({ properties: refused(keys, errorMessage) })),
  };
}

function sweepJsonSchema(): JsonSchema {
  const { properties, ...schema } = schemaOf(sweepConfigSchema);
  const defaults = { preset: defaultPreset, ...defaultsOf(defaultPreset), objective: 'score', executor: 'local' };
  const searchedOnce = Object.keys(spaceKeys).map((key) => ({
    if: { required: ['space'], properties: { space: { type: 'object', required: [key] } } },
    then: { properties: refused([key], 'Also searched under "space": remove one of the two.') },
  }));
  return {
    ...schema,
    properties: withDefaults(properties as Properties, defaults),
    allOf: [
      ...keyRules((keys, errorMessage) => ({
        properties: { ...refused(keys, errorMessage), space: { properties: refused(keys, errorMessage) } },
      })),
      ...searchedOnce,
      {
        if: { not: has('executor', 'slurm') },
        then: { properties: refused(['slurm'], 'Only the executor "slurm" has this key.') },
      },
      {
        if: has('strategy', 'grid'),
        then: { properties: { space: { additionalProperties: { type: 'array' } } } },
      },
    ],
  };
}

/** @param refuse a schema of files that have none of some keys */
function keyRules(refuse: (keys: readonly string[], errorMessage: string) => JsonSchema): JsonSchema[] {
  return [
    {
      if: has('preset', 'notebook'),
      then: {
        properties: { architecture: { const: 'kl', errorMessage: 'The preset "notebook" trains "kl" only.' } },
      },
    },
    {
      if: {
        anyOf: [has('architecture', 'kl'), { ...has('preset', 'notebook'), not: { required: ['architecture'] } }],
      },
      then: refuse(architectureKeys.topk, 'Only the architecture "topk" has this key.'),
      else: refuse(architectureKeys.kl, 'Only the architecture "kl" has this key.'),
    },
    {
      if: { required: ['questions'] },
      then: refuse(['num_batches'], 'Not allowed beside "questions", whose file is the epoch.'),
    },
  ];
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.description !== undefined) jsonSchema.markdownDescription = jsonSchema.description;
    },
  });
  // The whole schema says which draft it is of.
  return { ...made, $schema: undefined };
}

type Properties = Readonly<Record<string, JsonSchema>>;

function withDefaults(properties: Properties, defaults: JsonSchema): Properties {
  const extended = Object.entries(properties).map(([key, schema]) => {
    return [key, key in defaults ? { ...schema, default: defaults[key] } : schema] as const;
  });
  return Object.fromEntries(extended);
}

function has(key: string, value: string): JsonSchema {
  return { required: [key], properties: { [key]: { const: value } } };
}

function refused(keys: readonly string[], errorMessage: string): Properties {
  return Object.fromEntries(keys.map((key) => [key, { not: {}, errorMessage }]));
}
