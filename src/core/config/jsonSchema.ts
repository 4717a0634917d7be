import * as z from 'zod';
import { defaultPreset, defaultsOf } from './defaults';
import { architectureKeys, saeConfigSchema } from './saeConfig';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of training configs, `*.quanta.json`, in draft 7, which editors know best. `markdownDescription`,
 * `errorMessage`, `allowComments` and `allowTrailingCommas` are VS Code's extensions.
 */
export function saeJsonSchema(): JsonSchema {
  const { properties, ...schema } = z.toJSONSchema(saeConfigSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.description !== undefined) jsonSchema.markdownDescription = jsonSchema.description;
    },
  });
  return {
    ...schema,
    title: 'Quanta: training of a sparse autoencoder',
    allowComments: true,
    allowTrailingCommas: true,
    properties: withDefaults(properties as Record<string, JsonSchema>),
    allOf: [
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
    ],
  };
}

function withDefaults(properties: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const defaults: JsonSchema = { preset: defaultPreset, ...defaultsOf(defaultPreset) };
  const extended = Object.entries(properties).map(([key, schema]) => {
    return [key, key in defaults ? { ...schema, default: defaults[key] } : schema] as const;
  });
  return Object.fromEntries(extended);
}

function has(key: string, value: string): JsonSchema {
  return { required: [key], properties: { [key]: { const: value } } };
}

function refuse(keys: readonly string[], errorMessage: string): JsonSchema {
  return { properties: Object.fromEntries(keys.map((key) => [key, { not: {}, errorMessage }])) };
}
