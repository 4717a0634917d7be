import { dirname, resolve } from 'node:path';
import { parseConfig, type ParsedConfig } from '../core/config/parseConfig';
import { readText } from './textFile';

/**
 * Reads a training config.
 * @throws UserError where the file cannot be read, and a ConfigError with every problem in it
 */
export async function readConfigFile(path: string): Promise<ParsedConfig> {
  return parseConfig(await readText(path), path);
}

/** Makes paths absolute that are relative to the folder of a file. */
export function pathsRelativeTo(file: string): (path: string) => string {
  return (path) => resolve(dirname(file), path);
}
