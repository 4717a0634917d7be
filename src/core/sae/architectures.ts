import type { Architecture } from './architecture';
import { kl } from './kl';
import { topk } from './topk';

/** Every SAE architecture by the name that config files and SAE files use. */
export const ARCHITECTURES = { kl, topk };

export type ArchitectureName = keyof typeof ARCHITECTURES;

/** The architecture of a name, its own types forgotten. */
export function architectureOf(name: ArchitectureName): Architecture {
  return ARCHITECTURES[name];
}
