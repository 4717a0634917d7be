import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { System } from '../../src/runtime/providers/system';
import { temporaryFolder } from './temporaryFolder';

/** A machine made of files in a folder. */
export interface MadeSystem extends System {
  readonly root: string;
  /** The folder of its programs: all that it has in its PATH. */
  readonly programs: string;
}

interface Parts extends Partial<Pick<System, 'platform' | 'arch'>> {
  /** Contents by absolute paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** What programs print, by their names; without apostrophes. */
  readonly programs?: Readonly<Record<string, string>>;
  /** `ROOT` in a value stands for the machine's folder. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes a machine: a Linux on x64 with nothing on it but what is named. */
export async function madeSystem(parts: Parts = {}): Promise<MadeSystem> {
  const root = await temporaryFolder();
  const programs = join(root, 'programs');
  mkdirSync(programs);
  for (const [path, content] of Object.entries(parts.files ?? {})) write(join(root, path), content);
  // Its own loader's cache is not that of the machine that the tests run on.
  const printing = { ldconfig: '', ...parts.programs };
  for (const [name, text] of Object.entries(printing)) {
    const path = join(programs, name);
    // With nothing but what the shell can do itself: the machine has no other programs.
    write(path, `#!/bin/sh\nprintf '%s\\n' '${text.replaceAll('ROOT', root)}'\n`);
    chmodSync(path, 0o755);
  }
  const variables = Object.entries(parts.env ?? {}).map(
    ([name, value]) => [name, value.replaceAll('ROOT', root)] as const,
  );
  const env: NodeJS.ProcessEnv = { HOME: join(root, 'home'), ...Object.fromEntries(variables), PATH: programs };
  return {
    platform: parts.platform ?? 'linux',
    arch: parts.arch ?? 'x64',
    env,
    root,
    programs,
  };
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
