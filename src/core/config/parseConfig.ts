import { ConfigError } from './configError';
import { JsoncDocument } from './jsoncDocument';
import { keyRuleProblems } from './keyRules';
import { saeConfigSchema, type SaeConfig } from './saeConfig';
import { schemaProblems, type KnownKeys } from './schemaProblems';
import { saeKeys } from './saeKeys';

/** A valid config file: its keys as written, and the document for placing what the model contradicts. */
export interface ParsedConfig {
  readonly document: JsoncDocument;
  readonly config: SaeConfig;
}

/**
 * Parses a training config: JSON with comments and trailing commas.
 * @param file the name that messages give the text
 * @throws ConfigError with every problem of the file, each with its line, column and key
 */
export function parseConfig(text: string, file: string): ParsedConfig {
  const document = new JsoncDocument(file, text);
  refuseSweep(document);
  const { data: config, error } = saeConfigSchema.safeParse(document.value);
  const issues = error?.issues ?? [];
  const invalidKeys = new Set(issues.map(({ path }) => path[0]));
  const problems = [
    ...document.duplicateKeys(),
    ...schemaProblems(document, issues, saeKeysAt),
    ...keyRuleProblems(document, validPart(document.value, invalidKeys)),
  ];
  if (config === undefined || problems.length > 0) throw new ConfigError(file, problems);
  return { document, config };
}

/** The keys of a training config, or of `operations` in it. */
export const saeKeysAt: KnownKeys = (path) =>
  Object.keys(path.length === 0 ? saeConfigSchema.shape : saeKeys.operations.shape);

/** The known keys with a valid value. */
export function validPart(value: unknown, invalidKeys: ReadonlySet<unknown>): Partial<SaeConfig> {
  const isValid = (key: string) => Object.hasOwn(saeConfigSchema.shape, key) && !invalidKeys.has(key);
  const entries = Object.entries(value ?? {}).filter(([key]) => isValid(key));
  return saeConfigSchema.exactPartial().parse(Object.fromEntries(entries));
}

function refuseSweep(document: JsoncDocument): void {
  const { value } = document;
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'sweep') return;
  const message =
    `this file describes a sweep, not one training: run it with quanta sweep ${document.file}; to train one SAE, set ` +
    '"kind": "sae" and remove "space"';
  throw new ConfigError(document.file, [document.problemAtValue(['kind'], message)]);
}
