import type { z } from 'zod';
import { ConfigError } from './configError';
import { JsoncDocument, type Path } from './jsoncDocument';
import { keyRuleProblems } from './keyRules';
import { writtenSpace } from './namedSpaces';
import { saeKeysAt, validPart } from './parseConfig';
import { schemaProblems } from './schemaProblems';
import { spaceKeys } from './searchSpaceKeys';
import { sweepConfigSchema, type SweepConfig } from './sweepConfig';
import { halvingKeys, limitKeys, slurmKeys } from './sweepKeys';
import { sweepRuleProblems } from './sweepRules';

type Issue = z.core.$ZodIssue;

/** A valid file of a sweep: its keys as written, and the document for placing what the model contradicts. */
export interface ParsedSweep {
  readonly document: JsoncDocument;
  readonly config: SweepConfig;
}

/**
 * Parses a sweep's config: JSON with comments and trailing commas.
 *
 * @param file the name that messages give the text
 * @throws ConfigError with every problem of the file, each with its line, column and key
 */
export function parseSweep(text: string, file: string): ParsedSweep {
  const document = new JsoncDocument(file, text);
  refuseTraining(document);
  const { data: config, error } = sweepConfigSchema.safeParse(document.value);
  const issues = (error?.issues ?? []).flatMap(withinMeantForm);
  const invalidKeys = new Set(issues.map(({ path }) => path[0]));
  // Keys of its trials; their kind is another one.
  const valid = validPart(document.value, new Set([...invalidKeys, 'kind']));
  const searched = Object.keys(searchedSpace(document, invalidKeys));
  const problems = [
    ...document.duplicateKeys(),
    ...schemaProblems(document, issues, sweepKeysAt),
    ...keyRuleProblems(document, valid, searched),
    // What a sweep's own keys say of one another can be told only where each is right by itself.
    ...(config === undefined ? [] : sweepRuleProblems(document, config)),
  ];
  if (config === undefined || problems.length > 0) throw new ConfigError(file, problems);
  return { document, config };
}

function refuseTraining(document: JsoncDocument): void {
  const { value } = document;
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'sae') return;
  const message =
    `this file describes the training of one SAE, not a sweep: train it with quanta train ${document.file}; to search ` +
    'for the best one, set "kind": "sweep" and say under "space" what is searched';
  throw new ConfigError(document.file, [document.problemAtValue(['kind'], message)]);
}

/** The space as far as it can be told, for the rules of keys that are not in it. */
function searchedSpace({ value }: JsoncDocument, invalidKeys: ReadonlySet<unknown>): object {
  const { space } = (value ?? {}) as Partial<SweepConfig>;
  if (!space || (invalidKeys.has('space') && typeof space !== 'object')) return {};
  return writtenSpace(space);
}

/** Of a value that matches none of several forms: what is wrong with it in the form that was evidently meant. */
function withinMeantForm(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.path[0] !== 'space') return [issue];
  const meant = issue.errors.filter((errors) => errors.every(({ code, path }) => path.length > 0 || isInside(code)));
  if (meant.length !== 1) return [issue];
  return meant[0]!.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(withinMeantForm);
}

/** Whether a problem of a whole value is one of its content, not of its being a list, an object or a text. */
function isInside(code: Issue['code']): boolean {
  return code === 'unrecognized_keys' || code === 'too_small';
}

const keysOfObjects = { space: spaceKeys, limits: limitKeys, halving: halvingKeys, slurm: slurmKeys };

function sweepKeysAt(path: Path): readonly string[] {
  const [key, inner] = path;
  if (key === undefined) return Object.keys(sweepConfigSchema.shape);
  if (inner !== undefined) return ['min', 'max', 'scale'];
  return Object.hasOwn(keysOfObjects, key) ? Object.keys(keysOfObjects[key as 'space']) : saeKeysAt(path);
}
