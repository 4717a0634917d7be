import { describe, expect, test } from 'vitest';
import { parseModelName } from '../../../src/core/arithmetic/modelName';
import { contextLength } from '../../../src/core/arithmetic/positions';
import { vectors } from './vectors';

/** The models that the notebook lists. */
const publishedNames = `
  add_d5_l1_h3_t15K_s372001 add_d5_l2_h3_t15K_s372001 add_d5_l2_h3_t40K_s372001
  add_d6_l2_h3_t15K_s372001 add_d6_l2_h3_t20K_s173289 add_d6_l2_h3_t20K_s572091 add_d6_l2_h3_t40K_s372001
  add_d10_l2_h3_t40K_s572091 add_d10_l2_h3_t40K_gf_s572091
  sub_d6_l2_h3_t30K_s372001 sub_d10_l2_h3_t75K_s173289 sub_d10_l2_h3_t75K_gf_s173289
  mix_d6_l3_h4_t40K_s372001 mix_d10_l3_h4_t75K_s173289 mix_d10_l3_h4_t75K_gf_s173289
  ins1_mix_d6_l2_h3_t40K_s572091 ins1_mix_d6_l3_h3_t40K_s572091 ins1_mix_d6_l3_h3_t80K_s572091
  ins1_mix_d6_l3_h4_t40K_s372001 ins1_mix_d6_l3_h4_t40K_s173289 ins1_mix_d6_l3_h4_t50K_s572091
  ins1_mix_d10_l3_h3_t50K_s572091 ins1_mix_d10_l3_h3_t50K_gf_s572091
  ins2_mix_d6_l4_h4_t40K_s372001 ins3_mix_d6_l4_h3_t40K_s372001
  ins4_mix_d6_l3_h4_t30K_s775824 ins4_mix_d6_l2_h4_t30K_s775824
`
  .trim()
  .split(/\s+/);

describe('parseModelName', () => {
  test.each(vectors.names)('reads $name as the library does', ({ name, expect: expected }) => {
    const model = parseModelName(name)!;
    expect({
      nLayers: model.layers,
      nHeads: model.heads,
      nDigits: model.digits,
      nTrainingSteps: model.trainingSteps,
      insertMode: model.insertMode,
      trainingSeed: model.trainingSeed,
      grokfast: model.grokfast,
      percSub: model.operations.sub,
      percMult: model.operations.mul,
      percAdd: model.operations.add,
      nCtx: contextLength(model.digits),
    }).toEqual(expected);
  });

  test('accepts every published name', () => {
    expect(publishedNames).toHaveLength(27);
    expect(publishedNames.map((name) => parseModelName(name)?.name)).toEqual(publishedNames);
  });

  test('reads the model that was inserted', () => {
    const model = parseModelName('ins1_mix_d6_l3_h4_t40K_s372001,add_d6_l2_h3_t15K_s572091');
    expect(model).toMatchObject({ name: 'ins1_mix_d6_l3_h4_t40K_s372001', layers: 3 });
    expect(model?.insertSource).toEqual(parseModelName('add_d6_l2_h3_t15K_s572091'));
    expect(model?.insertSource).toMatchObject({ layers: 2, heads: 3, trainingSteps: 15_000, trainingSeed: 572091 });
  });

  test.each([
    '',
    'gpt2',
    'div_d6_l3_h4_t40K_s372001',
    'ins6_mix_d6_l3_h4_t40K_s372001',
    'mix_d6_l3_h4_t40K_s37200',
    'mix_d6_l3_h4_t40K_s3720011',
    'mix_d6_l3_h4_t40_s372001',
    'mix_d6_h4_l3_t40K_s372001',
    'mix_d6_l3_h4_t40K_s372001.pth',
    ' mix_d6_l3_h4_t40K_s372001',
    'mix_d6_l3_h4_t40K_s372001,',
    'mix_d6_l3_h4_t40K_s372001,gpt2',
    'gpt2,mix_d6_l3_h4_t40K_s372001',
    'mix_d6_l3_h4_t40K_s372001,add_d6_l2_h3_t15K_s572091,add_d6_l2_h3_t15K_s572091',
  ])('does not take %j for a name', (text) => {
    expect(parseModelName(text)).toBeUndefined();
  });
});
