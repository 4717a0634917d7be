import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notebookParametersText } from '../../../src/core/sweep/notebookFileName';
import type { TrialParameters } from '../../../src/core/sweep/searchSpace';
import { notebookFileStem } from '../../../src/store/notebookFileName';

/** Python's: tools/fixtures/make_vectors.py. */
const { sweepFileNames } = JSON.parse(readFileSync('test/fixtures/vectors.json', 'utf8')) as {
  sweepFileNames: { params: TrialParameters; text: string; file: string }[];
};

describe("the names of the notebook library's files", () => {
  it.each(sweepFileNames)("are Python's: $file", ({ params, text, file }) => {
    expect(notebookParametersText(params)).toBe(text);
    expect(notebookFileStem(params)).toBe(file);
  });

  // What Python 3.11 says of '%.3g' % value.
  it.each([
    [0.00012345, '0.000123'],
    [0.0000999, '9.99e-05'],
    [0.1 + 0.2, '0.3'],
    [12.345, '12.3'],
    [1234.5, '1.23e+03'],
    [0.09999, '0.1'],
    [99.96, '100'],
    [999.7, '1e+03'],
  ])('have numbers as Python writes them: %d', (value, text) => {
    expect(notebookParametersText({ l1_weight: value })).toBe(`l1_${text}`);
  });
});
