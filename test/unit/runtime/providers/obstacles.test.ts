import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findObstacles } from '../../../../src/runtime/providers/obstacles';
import type { RuntimeFacts } from '../../../../src/runtime/providers/runtimeFacts';
import { madeSystem, type MadeSystem } from '../../../support/madeSystem';

/** What ONNX Runtime has on each platform, as its own table says. */
const BACKENDS = {
  linux: { cpu: true, webgpu: true, cuda: false, tensorrt: false },
  win32: { cpu: true, dml: true, webgpu: true },
  darwin: { cpu: true, coreml: true, webgpu: true },
};
const PROVIDER = 'libonnxruntime_providers_cuda.so';
const CUDA_12 = ['cublas.so.12', 'cublasLt.so.12', 'cudnn.so.9', 'cufft.so.11', 'curand.so.10', 'cudart.so.12'];
const LIBRARIES = Object.fromEntries(CUDA_12.map((name) => [`/cuda/lib${name}`, '']));
const DRIVER = { '/usr/lib/libcuda.so.1': '', '/dev/nvidia0': '' };
const TOOLKIT = { LD_LIBRARY_PATH: 'ROOT/cuda' };
const MANIFEST = '{"ICD": {"library_path": "libvulkan_radeon.so"}}';

const runtimeOf = (system: MadeSystem): RuntimeFacts => ({
  version: '1.30.0',
  libraries: join(system.root, 'runtime'),
  problem: undefined,
  backends: Object.entries(BACKENDS[system.platform as 'linux']).map(([name, bundled]) => ({ name, bundled })),
});

async function obstaclesOf(provider: 'cuda' | 'webgpu' | 'dml', parts: Parameters<typeof madeSystem>[0]) {
  const system = await madeSystem(parts);
  const obstacles = await findObstacles(provider, system, runtimeOf(system));
  return obstacles.map(({ what, remedy, ...rest }) => {
    return { what, remedy: remedy.replaceAll(system.root, ''), ...rest };
  });
}

describe.skipIf(process.platform === 'win32')('CUDA', () => {
  it('lacks everything on a machine without a GPU', async () => {
    const obstacles = await obstaclesOf('cuda', {});
    expect(obstacles.map(({ what }) => what)).toEqual([
      'there is no NVIDIA driver (libcuda.so.1)',
      `its library ${PROVIDER} is not installed`,
      `of CUDA 12, the loader does not find ${CUDA_12.map((name) => `lib${name}`).join(', ')}`,
    ]);
  });

  it('lacks its own library where there is a driver and a toolkit, and can be installed', async () => {
    const obstacles = await obstaclesOf('cuda', { files: { ...DRIVER, ...LIBRARIES }, env: TOOLKIT });
    expect(obstacles).toMatchObject([{ what: `its library ${PROVIDER} is not installed`, action: 'install-cuda' }]);
    expect(obstacles[0]!.remedy).toContain('quanta doctor --install-cuda');
  });

  it('names by file what is missing of CUDA, and where it lies', async () => {
    const others = Object.fromEntries(Object.entries(LIBRARIES).filter(([path]) => !/cudnn|cufft/.test(path)));
    const cudnn = '/home/.local/lib/python3.12/site-packages/nvidia/cudnn/lib';
    const files = { ...DRIVER, ...others, [`/runtime/${PROVIDER}`]: '', [`${cudnn}/libcudnn.so.9`]: '' };
    const [obstacle, ...rest] = await obstaclesOf('cuda', { files, env: TOOLKIT });
    expect(rest).toEqual([]);
    expect(obstacle!.what).toBe('of CUDA 12, the loader does not find libcudnn.so.9, libcufft.so.11');
    expect(obstacle!.remedy).toContain('pip install nvidia-cufft-cu12');
    expect(obstacle!.remedy).toContain(`LD_LIBRARY_PATH=${cudnn}`);
  });

  it('has no obstacle where everything is there', async () => {
    const files = { ...DRIVER, ...LIBRARIES, [`/runtime/${PROVIDER}`]: '' };
    expect(await obstaclesOf('cuda', { files, env: TOOLKIT })).toEqual([]);
  });

  it('is only guessed to be of no use where no GPU is shown', async () => {
    const files = { '/usr/lib/libcuda.so.1': '', ...LIBRARIES, [`/runtime/${PROVIDER}`]: '' };
    const obstacles = await obstaclesOf('cuda', { files, env: TOOLKIT });
    expect(obstacles).toMatchObject([{ what: 'this process is shown no NVIDIA GPU (in /dev)', guess: true }]);
  });

  it('is not published for other platforms, which use something else', async () => {
    const [windows] = await obstaclesOf('cuda', { platform: 'win32' });
    expect(windows!.what).toBe('ONNX Runtime 1.30.0 for Node has no such provider for win32 on x64');
    expect(windows!.remedy).toMatch(/DirectML .*"dml".* WebGPU \("webgpu"\)/);
    const [mac] = await obstaclesOf('cuda', { platform: 'darwin', arch: 'arm64' });
    expect(mac!.remedy).toMatch(/"webgpu".* \("coreml"\)/);
  });

  it('says why an installed copy is not used', async () => {
    const system = await madeSystem({ files: { ...DRIVER, ...LIBRARIES }, env: TOOLKIT });
    const runtime = { ...runtimeOf(system), problem: 'its copy is damaged' };
    const obstacles = await findObstacles('cuda', system, runtime);
    expect(obstacles).toMatchObject([{ what: 'its copy is damaged', action: 'install-cuda' }]);
  });
});

describe.skipIf(process.platform === 'win32')('WebGPU on Linux', () => {
  const loader = { '/usr/lib/libvulkan.so.1': '' };
  const gpu = { '/dev/dri/renderD128': '' };

  it.each([
    ['no loader', {}, {}, ['there is no Vulkan loader (libvulkan.so.1)'], undefined],
    ['no driver', loader, {}, ['no Vulkan driver is installed'], undefined],
    [
      'no GPU',
      { ...loader, '/usr/share/vulkan/icd.d/a.json': MANIFEST },
      {},
      ['this process is shown no GPU (in /dev)'],
      true,
    ],
    [
      'a broken manifest',
      { ...loader, ...gpu, '/etc/vulkan/icd.d/a.json': '{' },
      {},
      ['no Vulkan driver is installed'],
      undefined,
    ],
    ['a GPU', { ...loader, ...gpu, '/usr/share/vulkan/icd.d/a.json': MANIFEST }, {}, [], undefined],
    ['a GPU of NVIDIA', { ...loader, '/dev/nvidia0': '', '/etc/vulkan/icd.d/n.json': MANIFEST }, {}, [], undefined],
    [
      'a driver in the home',
      { ...loader, ...gpu, '/home/.local/share/vulkan/icd.d/a.json': MANIFEST },
      {},
      [],
      undefined,
    ],
    [
      'a driver that is named',
      { ...loader, '/x/a.json': MANIFEST },
      { VK_ICD_FILENAMES: 'ROOT/x/a.json' },
      [],
      undefined,
    ],
    ['a folder that is named', { ...loader, '/x/a.json': MANIFEST }, { VK_DRIVER_FILES: 'ROOT/x' }, [], undefined],
    [
      'a missing driver that is named',
      { ...loader, ...gpu, '/etc/vulkan/icd.d/a.json': MANIFEST },
      { VK_ICD_FILENAMES: 'ROOT/x/a.json' },
      ['no Vulkan driver is installed'],
      undefined,
    ],
  ] as const)('with %s', async (_, files, env, whats, guess) => {
    const obstacles = await obstaclesOf('webgpu', { files, env });
    expect(obstacles.map(({ what }) => what)).toEqual(whats);
    expect(obstacles[0]?.guess).toBe(guess);
  });
});

it('has nothing to look for where a provider is bundled and needs no driver’s files', async () => {
  expect(await obstaclesOf('webgpu', { platform: 'win32' })).toEqual([]);
  expect(await obstaclesOf('dml', { platform: 'win32' })).toEqual([]);
});

it('names the providers that there are for one that there is not', async () => {
  expect(await obstaclesOf('dml', {})).toEqual([
    {
      what: 'ONNX Runtime 1.30.0 for Node has no such provider for linux on x64',
      remedy: 'it has "cpu", "webgpu", "cuda"',
    },
  ]);
});
