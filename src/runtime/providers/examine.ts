import { join } from 'node:path';
import type { DoctorReport } from '../../core/run/doctorReport';
import { usableProviderSchema, type Trial, type UsableProvider } from '../../core/run/providerRecord';
import { CUDA_LIBRARY } from '../../store/cuda/runtimeCopy';
import { whyNoCuda } from '../../store/cuda/platforms';
import { memoryAvailable } from '../memory';
import type { ChoiceContext } from './chooseProvider';
import { findCudaLibraries } from './cudaLibraries';
import { deviceName } from './deviceName';
import { findNvidia } from './gpus';
import { whyUnsound, whyWrong } from './judgement';
import { LibraryPaths } from './libraryPaths';
import { findObstacles, type Obstacle } from './obstacles';
import type { System } from './system';
import type { TrialOutcome } from './trialProcess';
import { findVulkan } from './vulkan';

const TRIAL_REMEDY = 'see whether a newer driver of the GPU helps; training goes on with another provider meanwhile';

/** What came of looking at one provider. */
interface Finding {
  readonly provider: DoctorReport['providers'][number];
  readonly remedies: DoctorReport['remedies'];
  readonly placements: DoctorReport['placements'];
}

/**
 * Looks at what a machine has to train on, and tries every provider that has no obstacle; the CPU first, since the
 * others must compute what it does.
 */
export async function examine(context: ChoiceContext): Promise<DoctorReport> {
  const cpu = await context.tryOut('cpu', () => undefined);
  const findings = [await finding('cpu', [], cpu, context)];
  for (const name of usableProviderSchema.exclude(['cpu']).options) {
    findings.push(await examineProvider(name, cpu.works ? cpu.trial : undefined, context));
  }
  const order = usableProviderSchema.options;
  findings.sort((a, b) => order.indexOf(a.provider.name) - order.indexOf(b.provider.name));
  const { system, runtime } = context;
  return {
    onnxruntime: runtime.version,
    node: process.versions.node,
    providers: findings.map(({ provider }) => provider),
    remedies: findings.flatMap(({ remedies }) => remedies),
    placements: findings.flatMap(({ placements }) => placements),
    runtime_folder: runtime.libraries,
    node_path: process.execPath,
    ...(await examineSystem(system, runtime.libraries)),
    memory: { total_bytes: memoryAvailable(), free_bytes: process.availableMemory() },
  };
}

async function examineProvider(name: UsableProvider, cpu: Trial | undefined, context: ChoiceContext): Promise<Finding> {
  const obstacles = await findObstacles(name, context.system, context.runtime);
  if (obstacles.some(({ guess }) => !guess)) return finding(name, obstacles, undefined, context);
  const outcome = await context.tryOut(name, (progress) => (cpu ? whyWrong(progress, cpu) : whyUnsound(progress)));
  return finding(name, outcome.works ? [] : obstacles, outcome, context);
}

async function finding(
  name: UsableProvider,
  obstacles: readonly Obstacle[],
  outcome: TrialOutcome | undefined,
  { runtime, system, device }: ChoiceContext,
): Promise<Finding> {
  const working = outcome?.works ? outcome : undefined;
  const failure = outcome && !outcome.works ? [{ what: outcome.reason, remedy: TRIAL_REMEDY }] : [];
  const troubles: Obstacle[] = [...failure, ...obstacles];
  const isKnown = working !== undefined || name === 'cuda';
  const placement = working?.trial.placement;
  return {
    provider: {
      name,
      bundled: runtime.backends.some((backend) => backend.name === name && backend.bundled),
      usable: working !== undefined,
      reason: working ? null : troubles.map(({ what }) => what).join('; '),
      device: isKnown ? await deviceName(name, system, device, working?.adapter ?? null) : null,
      questions_per_second: working?.trial.questions_per_second ?? null,
    },
    remedies: troubles.map(({ what, remedy, action }) => ({ provider: name, what, remedy, ...(action && { action }) })),
    placements: placement ? [{ provider: name, ...placement }] : [],
  };
}

async function examineSystem(
  system: System,
  runtimeFolder: string,
): Promise<Pick<DoctorReport, 'driver' | 'cuda' | 'libraries'>> {
  const nvidia = await findNvidia(system);
  const gpus = (nvidia?.gpus ?? []).map(({ name, memoryBytes }) => ({ name, memory_bytes: memoryBytes }));
  const driver = { nvidia: nvidia?.driver ?? null, gpus, vulkan_loader: null, vulkan_drivers: [] };
  if (system.platform !== 'linux') return { driver, cuda: null, libraries: [] };
  const paths = await LibraryPaths.of(system);
  const vulkan = findVulkan(system, paths);
  const withVulkan = { ...driver, vulkan_loader: vulkan.loader ?? null, vulkan_drivers: [...vulkan.drivers] };
  if (whyNoCuda(system.platform, system.arch) !== undefined) return { driver: withVulkan, cuda: null, libraries: [] };
  const { cuda, libraries } = await findCudaLibraries(system, join(runtimeFolder, CUDA_LIBRARY), paths);
  return {
    driver: withVulkan,
    cuda,
    libraries: libraries.map(({ title, file, path, elsewhere }) => ({ title, file, path, elsewhere })),
  };
}
