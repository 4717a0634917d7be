import { expect, test } from 'vitest';
import { UserError } from '../../../../src/core/errors';
import { comparison } from '../../../../src/extension/explorer/comparison';
import type { AnalysisReader } from '../../../../src/store/analysisReader';

/** Two neurons on four questions at the second position, P9; the second tells the first two questions. */
const reader = {
  directory: '/runs/made',
  header: { positions: [{ position: 3 }, { position: 9 }] },
  sampled: 4,
  activationsAt: (place: number) =>
    Promise.resolve(place === 1 ? Float32Array.from([1, 1, 1, 1, 3, 3, 0, 0]) : new Float32Array(8)),
} as unknown as AnalysisReader;
const asked = { type: 'compare', id: 7, position: 9, questions: [0, 1], among: 4 } as const;

test('the neurons that tell the questions are told, at the position that was asked about', async () => {
  expect(await comparison(reader, { ...asked, questions: [0, 1] })).toMatchObject({
    type: 'compared',
    id: 7,
    neurons: [{ neuron: 1, inside: 3, outside: 0 }],
  });
  expect(await comparison(reader, { ...asked, questions: [0, 1], position: 3 })).toMatchObject({ neurons: [] });
});

test('a position that the SAE does not have is refused', async () => {
  const wrong = comparison(reader, { ...asked, questions: [0], position: 4 });
  await expect(wrong).rejects.toThrow(UserError);
  await expect(wrong).rejects.toThrow('/runs/made: this SAE was not trained on position P4');
});

test('no more questions are considered than there are', async () => {
  const { neurons } = (await comparison(reader, { ...asked, questions: [0, 1], among: 99 })) as {
    readonly neurons: readonly unknown[];
  };
  expect(neurons).toHaveLength(1);
});
