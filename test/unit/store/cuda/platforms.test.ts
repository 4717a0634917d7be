import { expect, it } from 'vitest';
import { whyNoCuda } from '../../../../src/store/cuda/platforms';

it('says what is used where there is no CUDA provider', () => {
  expect(whyNoCuda('linux', 'x64')).toBeUndefined();
  expect(whyNoCuda('linux', 'arm64')).toContain('trains on the CPU');
  expect(whyNoCuda('win32', 'x64')).toContain('DirectML (provider "dml") or WebGPU');
  expect(whyNoCuda('darwin', 'arm64')).toContain('WebGPU (provider "webgpu") or CoreML');
});
