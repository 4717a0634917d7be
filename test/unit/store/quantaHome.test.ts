import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { quantaHome } from '../../../src/store/quantaHome';

const [home, elsewhere] = [resolve('home'), resolve('elsewhere')];

it('is what QUANTA_HOME names, else in the XDG data home', () => {
  expect(quantaHome({ QUANTA_HOME: elsewhere, XDG_DATA_HOME: home }, home)).toBe(elsewhere);
  expect(quantaHome({ QUANTA_HOME: '', XDG_DATA_HOME: elsewhere }, home)).toBe(join(elsewhere, 'quanta'));
  for (const XDG_DATA_HOME of [undefined, '', 'relative']) {
    expect(quantaHome({ XDG_DATA_HOME }, home)).toBe(join(home, '.local', 'share', 'quanta'));
  }
});

it('is not a folder that would be another one in every directory', () => {
  expect(() => quantaHome({ QUANTA_HOME: 'relative' }, home)).toThrow(
    'QUANTA_HOME: expected an absolute path, found relative',
  );
});
