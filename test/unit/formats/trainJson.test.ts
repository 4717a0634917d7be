import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { operationMix, parseTrainJson } from '../../../src/core/formats/trainJson';
import { fixture } from './fixtures';

const read = (name: string) => parseTrainJson(readFileSync(fixture(name), 'utf8'), name);
const parse = (value: object) => parseTrainJson(JSON.stringify(value), 'm_train.json');

describe('train.json', () => {
  it('is read in its newer form', () => {
    const { Config, TrainingLoss } = read('tiny_train_new.json');
    expect(Config).toMatchObject({
      model_name: 'mix_d6_l1_h2_t1K_s372001',
      d_model: 8,
      batch_size: 64,
      grokfast: false,
    });
    expect(Config).toMatchObject({ avg_final_loss: 2.1e-3, final_loss: 2.2e-3 });
    expect(TrainingLoss).toEqual([2.7, 1.9, 1.2, 0.4, 0.0022]);
  });

  it('is read in its older form, where the final losses stand beside Config', () => {
    const { Config } = read('tiny_train_old.json');
    expect(Config).toMatchObject({ d_mlp: 32, n_ctx: 22, avg_final_loss: 2.1e-3, final_loss: 2.2e-3 });
    expect(Config).not.toHaveProperty('model_name');
  });

  it('keeps the final losses of Config unless those beside it are above 0', () => {
    const Config = { avg_final_loss: 3, final_loss: 4 };
    expect(parse({ Config, TrainingLoss: [], AvgFinalLoss: 0, FinalLoss: 5 }).Config).toEqual({
      avg_final_loss: 3,
      final_loss: 5,
    });
  });

  it('may hold losses that are not finite', () => {
    const text = '{"Config": {"final_loss": NaN}, "TrainingLoss": [1, NaN, Infinity]}';
    const { Config, TrainingLoss } = parseTrainJson(text, 'm_train.json');
    expect(Config.final_loss).toBeNaN();
    expect(TrainingLoss).toEqual([1, NaN, Infinity]);
  });

  it('may have keys in Config that we do not know', () => {
    expect(parse({ Config: { hf_repo: '' }, TrainingLoss: [] }).Config).toEqual({ hf_repo: '' });
  });

  it.each([
    [{ TrainingLoss: [] }, /m_train\.json: Config: .*found nothing/],
    [{ Config: {} }, /m_train\.json: TrainingLoss: .*found nothing/],
    [{ Config: {}, TrainingLoss: ['1'] }, /TrainingLoss\.0: .*expected number.*found "1"/],
    [{ Config: { batch_size: '64' }, TrainingLoss: [] }, /Config\.batch_size: .*expected number.*found "64"/],
    [{ Config: { n_layers: 1.5 }, TrainingLoss: [] }, /Config\.n_layers: .*found 1\.5/],
    [{ Config: { n_heads: 0 }, TrainingLoss: [] }, /Config\.n_heads: .*found 0/],
    [{ Config: { perc_sub: 101 }, TrainingLoss: [] }, /Config\.perc_sub: .*found 101/],
    [{ Config: { grokfast: 1 }, TrainingLoss: [] }, /Config\.grokfast: .*expected boolean.*found 1/],
    [[], /m_train\.json: .*expected object.*found \[\]/],
  ])('%j is refused, naming the key', (value, message) => {
    expect(() => parse(value)).toThrow(UserError);
    expect(() => parse(value)).toThrow(message);
  });
});

describe('the mix of operations', () => {
  it('gives addition what the others leave', () => {
    expect(operationMix(read('tiny_train_new.json').Config)).toEqual({ add: 34, sub: 66, mul: 0 });
    expect(operationMix({ perc_sub: 70, perc_mult: 50 })).toEqual({ add: 0, sub: 70, mul: 50 });
  });

  it("takes what Config lacks from the model's name", () => {
    expect(operationMix({ perc_sub: 80 }, { add: 34, sub: 66, mul: 0 })).toEqual({ add: 20, sub: 80, mul: 0 });
    expect(operationMix({ perc_sub: 80 })).toBeUndefined();
  });
});
