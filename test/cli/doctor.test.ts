import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doctorReportSchema, type DoctorReport } from '../../src/core/run/doctorReport';
import { bundledRuntime } from '../../src/runtime/onnxRuntime';
import { runCli } from '../support/cli';
import { temporaryFolder } from '../support/temporaryFolder';

/** A folder of programs in which these print something, and no other is. */
function programs(folder: string, texts: Readonly<Record<string, string>>): string {
  const path = join(folder, 'programs');
  mkdirSync(path);
  for (const [name, text] of Object.entries(texts)) {
    writeFileSync(join(path, name), `#!/bin/sh\nprintf '%s\\n' '${text}'\n`);
    chmodSync(join(path, name), 0o755);
  }
  return path;
}

/** What the doctor says of a Linux whose loader knows only these files, whose GPU is out of sight. */
async function examine(libraries: readonly string[], texts: Readonly<Record<string, string>> = {}, json = true) {
  const cwd = await temporaryFolder();
  const folder = join(cwd, 'libraries');
  mkdirSync(folder);
  for (const name of libraries) writeFileSync(join(folder, name), '');
  const variables = {
    PATH: programs(cwd, { ldconfig: '', ...texts }),
    LD_LIBRARY_PATH: folder,
    HOME: cwd,
    // A driver that is not there keeps the Vulkan loader from any that is.
    VK_ICD_FILENAMES: join(cwd, 'none.json'),
  };
  const { code, stdout, stderr } = await runCli(['doctor', ...(json ? ['--json'] : [])], { cwd, variables });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return { folder, stdout };
}

const CUDA_12 = ['cublas.so.12', 'cublasLt.so.12', 'cudnn.so.9', 'cufft.so.11', 'curand.so.10', 'cudart.so.12'].map(
  (name) => `lib${name}`,
);
const parse = (stdout: string): DoctorReport => doctorReportSchema.parse(JSON.parse(stdout));
const named = (report: DoctorReport, name: string) => report.providers.find((provider) => provider.name === name)!;

describe('quanta doctor', () => {
  it('says what there is, and how fast the CPU trains, in an object of the documented form', async () => {
    const { stdout } = await runCli(['doctor', '--json'], { cwd: await temporaryFolder() });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const report = parse(stdout);
    expect(Object.keys(JSON.parse(stdout) as object).slice(0, 3)).toEqual(['onnxruntime', 'node', 'providers']);
    expect(report).toMatchObject({
      onnxruntime: bundledRuntime().version,
      node: process.versions.node,
      node_path: process.execPath,
    });
    expect(report.providers.map(({ name }) => name)).toEqual(['cuda', 'webgpu', 'dml', 'coreml', 'cpu']);
    for (const provider of (JSON.parse(stdout) as { providers: object[] }).providers) {
      const keys = ['name', 'bundled', 'usable', 'reason', 'device', 'questions_per_second'];
      expect(Object.keys(provider)).toEqual(keys);
    }
    const cpu = named(report, 'cpu');
    expect(cpu).toMatchObject({ bundled: true, usable: true, reason: null });
    expect(cpu.questions_per_second).toBeGreaterThan(10);
    expect(report.memory.free_bytes).toBeLessThanOrEqual(report.memory.total_bytes);
    for (const { usable, reason } of report.providers) expect(reason === null).toBe(usable);
  });
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('quanta doctor on Linux', () => {
  it('tells a machine without anything what is missing of each', async () => {
    const report = parse((await examine([])).stdout);
    expect(named(report, 'cuda')).toMatchObject({ bundled: false, usable: false, device: null });
    const missing = report.libraries.map(({ file, path, elsewhere }) => [file, path, elsewhere]);
    expect(missing).toEqual(CUDA_12.map((file) => [file, null, null]));
    expect(report.cuda).toBe(12);
    expect(report.driver).toMatchObject({ nvidia: null, gpus: [], vulkan_drivers: [] });
    expect(named(report, 'webgpu').usable).toBe(false);
  });

  it('tells a machine with a CUDA toolkit, but no provider, which one is missing and how to get it', async () => {
    const smi = 'NVIDIA H100 80GB HBM3, 81559, 580.159.04';
    const { folder, stdout } = await examine(['libcuda.so.1', ...CUDA_12], { 'nvidia-smi': smi });
    const report = parse(stdout);
    expect(report.libraries.map(({ path }) => path)).toEqual(CUDA_12.map((file) => join(folder, file)));
    expect(report.driver).toMatchObject({ nvidia: '580.159.04', gpus: [{ name: 'NVIDIA H100 80GB HBM3' }] });
    const cuda = named(report, 'cuda');
    expect(cuda).toMatchObject({ usable: false, device: 'NVIDIA H100 80GB HBM3', questions_per_second: null });
    expect(cuda.reason).toContain('its library libonnxruntime_providers_cuda.so is not installed');
    expect(report.remedies).toContainEqual({
      provider: 'cuda',
      what: 'its library libonnxruntime_providers_cuda.so is not installed',
      remedy: expect.stringContaining('quanta doctor --install-cuda') as unknown,
      action: 'install-cuda',
    });
  });

  it('tells people the same', async () => {
    const { folder, stdout } = await examine(['libcublas.so.12'], {}, false);
    expect(stdout).toContain(`  cuBLAS    libcublas.so.12    ${join(folder, 'libcublas.so.12')}\n`);
    expect(stdout).toContain('  cuDNN     libcudnn.so.9      missing\n');
    expect(stdout).toMatch(/^ {2}cuda +not usable\n.*no NVIDIA driver/m);
    expect(stdout).toMatch(/^ {2}cpu +usable, \d+ questions\/s/m);
  });
});
