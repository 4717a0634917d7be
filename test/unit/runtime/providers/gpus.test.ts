import { describe, expect, it } from 'vitest';
import { deviceName } from '../../../../src/runtime/providers/deviceName';
import { findNvidia } from '../../../../src/runtime/providers/gpus';
import { madeSystem } from '../../../support/madeSystem';

const TWO = 'NVIDIA H100 80GB HBM3, 81559, 580.159.04\nNVIDIA RTX A2000, 6138, 580.159.04';
const DRIVER_FILES = {
  '/proc/driver/nvidia/version':
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.159.04  Tue Sep  9\nGCC version: gcc version 12.2.0',
  '/proc/driver/nvidia/gpus/0000:01:00.0/information': 'Model: \t\t NVIDIA H100\nIRQ:   \t\t 123\n',
};

describe.skipIf(process.platform === 'win32')('GPUs', () => {
  it('of NVIDIA are those that nvidia-smi lists', async () => {
    expect(await findNvidia(await madeSystem({ programs: { 'nvidia-smi': TWO } }))).toEqual({
      driver: '580.159.04',
      gpus: [
        { name: 'NVIDIA H100 80GB HBM3', memoryBytes: 81559 * 2 ** 20 },
        { name: 'NVIDIA RTX A2000', memoryBytes: 6138 * 2 ** 20 },
      ],
    });
  });

  it('of NVIDIA are known without it, too, and of unknown memory', async () => {
    const memory = await madeSystem({ programs: { 'nvidia-smi': 'NVIDIA GB10, [N/A], 580.95' } });
    expect((await findNvidia(memory))?.gpus).toEqual([{ name: 'NVIDIA GB10', memoryBytes: null }]);
    expect(await findNvidia(await madeSystem({ files: DRIVER_FILES }))).toEqual({
      driver: '580.159.04',
      gpus: [{ name: 'NVIDIA H100', memoryBytes: null }],
    });
    expect(await findNvidia(await madeSystem())).toBeUndefined();
  });

  it.each([
    [0, {}, 'NVIDIA H100 80GB HBM3'],
    [1, {}, 'NVIDIA RTX A2000'],
    [2, {}, null],
    [0, { CUDA_VISIBLE_DEVICES: '1' }, 'NVIDIA RTX A2000'],
    [0, { CUDA_VISIBLE_DEVICES: 'GPU-8932f937' }, null],
  ])('number %i with %o is %s', async (device, env, name) => {
    const system = await madeSystem({ programs: { 'nvidia-smi': TWO }, env });
    expect(await deviceName('cuda', system, device, null)).toBe(name);
  });

  it('are named by what a trial was given, by the registry of Windows, or by a Mac’s chip', async () => {
    const linux = await madeSystem();
    expect(await deviceName('webgpu', linux, 0, 'SwiftShader Device')).toBe('SwiftShader Device');
    expect(await deviceName('webgpu', linux, 0, null)).toBeNull();
    const listing = `
HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0000
    DriverDesc    REG_SZ    AMD Radeon RX 7800 XT

End of search: 1 match(es) found.`;
    const windows = await madeSystem({ platform: 'win32', programs: { reg: listing } });
    expect(await deviceName('dml', windows, 0, null)).toBe('AMD Radeon RX 7800 XT');
    const mac = await madeSystem({ platform: 'darwin', arch: 'arm64', programs: { sysctl: 'Apple M3 Pro' } });
    expect(await deviceName('coreml', mac, 0, null)).toBe('Apple M3 Pro');
  });
});
