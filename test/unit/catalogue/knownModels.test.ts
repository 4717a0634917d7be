import { describe, expect, it } from 'vitest';
import { parseModelName } from '../../../src/core/arithmetic/modelName';
import { parseQuestion } from '../../../src/core/arithmetic/parseQuestion';
import { answerText, trueAnswer } from '../../../src/core/arithmetic/question';
import { claimText, KNOWN_MODELS, knownModel } from '../../../src/core/catalogue/knownModels';

describe('the catalogue of published models', () => {
  it('has every model once', () => {
    expect(KNOWN_MODELS).toHaveLength(27);
    expect(new Set(KNOWN_MODELS.map(({ name }) => name)).size).toBe(27);
  });

  it.each(KNOWN_MODELS.map((model) => [model.name, model] as const))('%s is a name, its claims fit it', (_, model) => {
    const { operations, digits } = parseModelName(model.name)!;
    for (const operation of ['add', 'sub'] as const) {
      const nines = model.nines[operation];
      if (nines === undefined) continue;
      expect(operations[operation]).toBeGreaterThan(0);
      expect(nines).toBeGreaterThanOrEqual(2);
      expect(nines).toBeLessThanOrEqual(6);
    }
    for (const { question, answer } of model.failures ?? []) {
      const parsed = parseQuestion(question, digits);
      expect(operations[parsed.operator === '+' ? 'add' : 'sub']).toBeGreaterThan(0);
      expect(answer).toMatch(new RegExp(`^[+-]\\d{${digits + 1}}$`));
      expect(answer).not.toBe(answerText(trueAnswer(parsed)));
    }
  });

  it('finds a model by its whole name, and says its claim', () => {
    expect(knownModel('mix_d6_l3_h4_t40K')).toBeUndefined();
    expect(claimText(knownModel('ins1_mix_d6_l2_h3_t40K_s572091')!)).toBe('add 6 nines, sub 5 nines');
    expect(claimText(knownModel('ins4_mix_d6_l2_h4_t30K_s775824')!)).toBe('');
  });
});
