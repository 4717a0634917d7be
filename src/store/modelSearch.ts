import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { ConfigError } from '../core/config/configError';
import { nearest } from '../core/config/nearest';
import type { ParsedConfig } from '../core/config/parseConfig';
import { isModelPath } from '../core/config/resolveConfig';
import { UserError } from '../core/errors';
import { pathsRelativeTo } from './configFile';
import { FolderListing } from './folderListing';
import { modelFilesInHubCache } from './hubCache';
import { MODEL_FOLDER_DEPTH, modelFilesUnder } from './workspaceModels';

/** The folders in which models are looked for by name. */
export interface ModelFolders {
  /** Searched with its subfolders. */
  readonly workspace: string;
  /** See `hubCacheFolder`. */
  readonly hubCache: string;
  /** The models that come with Quanta. */
  readonly bundled: string;
}

export interface FoundModel {
  /** The file's name without `.pth`: the stem of the files beside it, and what the model's name is parsed from. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly place: 'path' | 'workspace' | 'hubCache' | 'bundled';
}

/**
 * Finds the file that a config's `model` stands for: the path itself, relative to the config file, where it ends in
 * `.pth`, else the file of that name in the first place that has it: workspace, Hugging Face cache, bundled models.
 * @throws ConfigError where there is no such file, or several of the name in one place
 */
export async function findModel({ document, config }: ParsedConfig, folders: ModelFolders): Promise<FoundModel> {
  const found = await search(config.model, pathsRelativeTo(document.file), folders);
  if (typeof found === 'string') throw new ConfigError(document.file, [document.problemAtValue(['model'], found)]);
  return found;
}

/**
 * Finds the file that a command's argument stands for: a path, relative to the current directory, or a name.
 * @throws UserError as `findModel`
 */
export async function findModelNamed(model: string, folders: ModelFolders): Promise<FoundModel> {
  const found = await search(model, (path) => resolve(path), folders);
  if (typeof found === 'string') throw new UserError(found);
  return found;
}

/** Every model that can be used by its name, or would be but for another of that name. */
export async function listModels(folders: ModelFolders): Promise<FoundModel[]> {
  const listing = new FolderListing();
  const found: FoundModel[] = [];
  for (const { place, search: filesIn } of PLACES) {
    for (const path of await filesIn(folders[place], listing)) found.push({ name: nameOf(path), path, place });
  }
  // The bundled models' folder may lie within the workspace.
  return found.filter(({ path }, index) => found.findIndex((other) => other.path === path) === index);
}

const PLACES = [
  { place: 'workspace', description: 'the workspace', search: modelFilesUnder },
  { place: 'hubCache', description: 'the Hugging Face cache', search: modelFilesInHubCache },
  { place: 'bundled', description: 'the bundled models', search: modelFilesUnder },
] as const;

/** The model, or a message that says why there is none. */
type Search = Promise<FoundModel | string>;

async function search(model: string, resolvePath: (path: string) => string, folders: ModelFolders): Search {
  return isModelPath(model) ? modelAtPath(resolvePath(model)) : modelOfName(model, folders);
}

async function modelAtPath(path: string): Search {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return `there is no file ${path}`;
  return { name: nameOf(path), path, place: 'path' };
}

async function modelOfName(name: string, folders: ModelFolders): Search {
  const listing = new FolderListing();
  const namesFound = new Set<string>();
  for (const { place, description, search: filesIn } of PLACES) {
    const files = await filesIn(folders[place], listing);
    const [path, ...others] = files.filter((file) => nameOf(file) === name);
    if (others.length > 0) return severalModels(name, `${description} ${folders[place]}`, [path!, ...others]);
    if (path !== undefined) return { name, path, place };
    for (const file of files) namesFound.add(nameOf(file));
  }
  const searched = PLACES.map(({ place, description }) => `${description} ${folders[place]}`);
  return noModel(name, searched, listing.unreadable, nearest(name, namesFound, 3));
}

function nameOf(path: string): string {
  return basename(path, '.pth');
}

function severalModels(name: string, place: string, paths: readonly string[]): string {
  const help = 'Write the path of the one that is meant, relative to the config file, or remove the others.';
  return `${place} has several files ${name}.pth:${indented(paths)}\n${help}`;
}

function noModel(
  name: string,
  searched: readonly string[],
  unreadable: readonly string[],
  near: readonly string[],
): string {
  const skipped = unreadable.length === 0 ? '' : `\nThese folders could not be read:${indented(unreadable)}`;
  const meant = near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
  const looked = `looked up to ${MODEL_FOLDER_DEPTH} folders deep in:${indented(searched)}`;
  return `found no ${name}.pth; ${looked}${skipped}\n${meant}A path to a model must end in .pth.`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `\n  ${line}`).join('');
}
