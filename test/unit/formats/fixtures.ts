import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file in test/fixtures. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}

export function readFixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(fixture(name)));
}

export function readJsonFixture(name: string): unknown {
  return JSON.parse(readFileSync(fixture(name), 'utf8'));
}
