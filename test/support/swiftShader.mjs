// Where tests find a GPU for WebGPU on machines that have none. Plain JavaScript, since vitest's config imports it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folders in which Chromium lies with SwiftShader, a Vulkan driver that computes on the CPU, and a Vulkan loader. */
const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const [DRIVER, LOADER] = ['vk_swiftshader_icd.json', 'libvulkan.so.1'];

/** As declared in swiftShader.d.mts. */
export function swiftShader() {
  const folder = FOLDERS.find((each) => existsSync(join(each, DRIVER)));
  if (process.platform !== 'linux' || folder === undefined) {
    return { reason: `no SwiftShader, which comes with Debian's chromium (${DRIVER} in ${FOLDERS.join(', ')})` };
  }
  const loader = existsSync(join(folder, LOADER)) ? { LD_LIBRARY_PATH: folder } : {};
  return { env: { ...loader, VK_ICD_FILENAMES: join(folder, DRIVER) } };
}
