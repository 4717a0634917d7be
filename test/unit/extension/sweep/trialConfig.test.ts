import { expect, it } from 'vitest';
import { parseConfig } from '../../../../src/core/config/parseConfig';
import { parseSweep } from '../../../../src/core/config/parseSweep';
import { resolveSweep } from '../../../../src/core/config/resolveSweep';
import { longerConfigText, trialConfigText } from '../../../../src/extension/sweep/trialConfig';
import { madeParameters, SWEEP_KEYS } from '../../../support/madeSweep';

const of = { config: 'grid.quanta.json', trial: 5 };
const keys = { ...SWEEP_KEYS, init_from: 'old', positions: ['P9', 'P10'], analyse: 'full' };
const search = resolveSweep(parseSweep(JSON.stringify(keys), of.config));
const parameters = madeParameters(5);

it('is what the trial trains, and says where it is from', () => {
  const text = trialConfigText(of, search, parameters);
  expect(text).toContain('// Trial 5 of the sweep grid.quanta.json.');
  expect(text).toContain('\n  "positions": [ "P9", "P10" ]');
  expect(parseConfig(text, 'a').config).toEqual({
    kind: 'sae',
    model: 'mix',
    architecture: 'topk',
    num_epochs: 4,
    init_from: 'old',
    positions: ['P9', 'P10'],
    ...parameters,
  });
});

it('goes on from the trial’s SAE', () => {
  const text = longerConfigText(of, search, { ...parameters, num_epochs: 3 }, { initFrom: 'runs/sae', epochs: 9 });
  expect(parseConfig(text, 'a').config).toMatchObject({ ...parameters, num_epochs: 9, init_from: 'runs/sae' });
});
