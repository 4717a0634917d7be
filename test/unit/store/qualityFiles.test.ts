import { rm, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { analysisPaths } from '../../../src/store/analysisFiles';
import { QualityFiles } from '../../../src/store/qualityFiles';
import { writeMadeAnalysis } from '../../support/analysisFolder';
import { temporaryFolder } from '../../support/temporaryFolder';

it('reads each file once, and again where another one has taken its place', async () => {
  const folder = await temporaryFolder();
  const problems: string[] = [];
  const files = new QualityFiles((problem) => problems.push(problem));
  expect(await files.read(folder)).toBeUndefined();
  await writeMadeAnalysis(folder, { seed: 1 });
  const first = await files.read(folder);
  expect(first?.seed).toBe(1);
  expect(await files.read(folder)).toBe(first);
  await writeMadeAnalysis(folder, { seed: 2 });
  expect((await files.read(folder))?.seed).toBe(2);
  await rm(analysisPaths(folder, '').quality);
  expect(await files.read(folder)).toBeUndefined();
  expect(problems).toEqual([]);
});

it('tells once that a file cannot be read', async () => {
  const folder = await temporaryFolder();
  const problems: string[] = [];
  const files = new QualityFiles((problem) => problems.push(problem));
  const { quality } = analysisPaths(folder, '');
  await writeFile(quality, '{}');
  expect(await files.read(folder)).toBeUndefined();
  expect(await files.read(folder)).toBeUndefined();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(quality);
});
