import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../src/core/config/configKind';
import { parseConfig } from '../../../src/core/config/parseConfig';
import { parseSweep } from '../../../src/core/config/parseSweep';
import { resolveSweep } from '../../../src/core/config/resolveSweep';
import { sizeOf } from '../../../src/core/sweep/searchSpace';
import { BUNDLED } from '../../support/temporaryRuns';

const names = readdirSync(BUNDLED).filter((name) => name.endsWith('.quanta.json'));
const textOf = (name: string) => readFileSync(join(BUNDLED, name), 'utf8');
const MODEL = 'mix_d6_l3_h4_t60K_s100003';

describe('the configs that come with Quanta', () => {
  it.each(names)('%s is valid, and of the model that comes with it', (name) => {
    const [text, parse] = [textOf(name), { sae: parseConfig, sweep: parseSweep }];
    expect(parse[kindOf(text)](text, name).config.model).toBe(MODEL);
  });

  it("have the notebook's grid and its library's search, with the notebook's rules", () => {
    const [grid, search] = ['grid', 'search'].map((name) => {
      const file = `notebook-${name}.quanta.json`;
      return resolveSweep(parseSweep(textOf(file), file));
    });
    expect([grid!.strategy, grid!.base.preset, sizeOf(grid!.space)]).toEqual(['grid', 'notebook', 6]);
    expect([search!.strategy, search!.base.preset, search!.space.length]).toEqual(['bayesian', 'notebook', 7]);
  });
});
