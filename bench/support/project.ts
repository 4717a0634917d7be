import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url); // of the bundles, which lie in test-results/

/** A path within the project. */
export function inProject(path: string): string {
  return fileURLToPath(new URL(path, root));
}

/** A program of bench/programs, bundled. */
export function program(name: string): string {
  return inProject(`test-results/bench-${name}.mjs`);
}
