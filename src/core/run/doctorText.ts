import type { DoctorReport } from './doctorReport';
import { placementText } from './providerText';

type Provider = DoctorReport['providers'][number];

/** The providers but for those that only other systems have, which nobody here asks about. */
export function ofThisSystem({ providers }: DoctorReport): Provider[] {
  return providers.filter(({ name, bundled }) => bundled || name === 'cuda');
}

/** A report as lines for people. */
export function doctorLines(report: DoctorReport): string[] {
  return [
    `ONNX Runtime ${report.onnxruntime}  (${report.runtime_folder})`,
    `Node ${report.node}  (${report.node_path})`,
    `Memory ${gigabytes(report.memory.total_bytes)}, of which ${gigabytes(report.memory.free_bytes)} are free`,
    ...driverLines(report),
    '',
    'Providers',
    ...ofThisSystem(report).flatMap((provider) => providerLines(provider, report)),
    ...libraryLines(report),
  ];
}

function driverLines({ driver, cuda }: DoctorReport): string[] {
  const { nvidia, gpus, vulkan_loader, vulkan_drivers } = driver;
  const names = gpus.map(
    ({ name, memory_bytes }) => name + (memory_bytes === null ? '' : `, ${gigabytes(memory_bytes)}`),
  );
  const vulkan = vulkan_loader === null ? 'none' : [vulkan_loader, ...vulkan_drivers].join(', ');
  return [
    ...(nvidia === null && cuda === null ? [] : [`NVIDIA driver ${nvidia ?? 'none'}`]),
    ...names.map((name) => `GPU ${name}`),
    // Asked for where CUDA is: on Linux.
    ...(cuda === null && vulkan_loader === null ? [] : [`Vulkan ${vulkan}`]),
  ];
}

function providerLines({ name, usable, device, questions_per_second }: Provider, report: DoctorReport): string[] {
  const placement = report.placements.find(({ provider }) => provider === name);
  const speed = questions_per_second === null ? '' : `, ${Math.round(questions_per_second)} questions/s`;
  const title = `  ${name.padEnd(7)} ${usable ? `usable${speed}${device === null ? '' : `, ${device}`}` : 'not usable'}`;
  const remedies = report.remedies.filter(({ provider }) => provider === name);
  return [
    title,
    ...remedies.flatMap(({ what, remedy }) => [indented(what), indented(`→ ${remedy}`)]),
    ...(placement ? [indented(placementText(placement))] : []),
  ];
}

function libraryLines({ cuda, libraries }: DoctorReport): string[] {
  if (cuda === null || libraries.length === 0) return [];
  const places = libraries.map(({ title, file, path, elsewhere }) => {
    const where =
      path ?? (elsewhere === null ? 'missing' : `missing where the loader looks, but there is one in ${elsewhere}`);
    return `  ${title.padEnd(9)} ${file.padEnd(18)} ${where}`;
  });
  return ['', `Libraries of CUDA ${cuda}, for the CUDA provider`, ...places];
}

function indented(text: string): string {
  return `          ${text}`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
