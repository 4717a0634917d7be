/** The platform that ONNX Runtime's CUDA provider is published for. */
export const CUDA_PLATFORM = 'linux/x64';

const INSTEAD: Readonly<Record<string, string>> = {
  win32: 'on Windows Quanta uses the GPU through DirectML (provider "dml") or WebGPU ("webgpu"), which come with it',
  darwin: 'on macOS Quanta uses the GPU through WebGPU (provider "webgpu") or CoreML ("coreml"), which come with it',
  linux: 'on Linux with another processor Quanta trains on the CPU',
};

/**
 * Why the CUDA provider cannot be installed on a platform, with what is used there instead; undefined where it can be.
 */
export function whyNoCuda(platform = process.platform, arch = process.arch): string | undefined {
  if (`${platform}/${arch}` === CUDA_PLATFORM) return undefined;
  const instead = INSTEAD[platform] ?? 'elsewhere Quanta trains on the CPU';
  return `ONNX Runtime's CUDA provider is published for Linux on x86-64 only; ${instead}`;
}
