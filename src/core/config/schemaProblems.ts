import type { z } from 'zod';
import type { Problem } from './configError';
import type { JsoncDocument, Path } from './jsoncDocument';
import { nearest } from './nearest';

type Issue = z.core.$ZodIssue;

/** The keys that an object at a path may have. */
export type KnownKeys = (path: Path) => readonly string[];

/** What zod found wrong, each at its place in the file and saying what was expected and found. */
export function schemaProblems(document: JsoncDocument, issues: readonly Issue[], knownKeys: KnownKeys): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey(document, path, key, knownKeys(path)));
    }
    return document.problemAtValue(path, issueMessage(document, issue, path));
  });
}

function issueMessage(document: JsoncDocument, issue: Issue, path: Path): string {
  if (!document.has(path)) return `missing, ${issue.message}`;
  // A custom check states itself what it found.
  return issue.code === 'custom' ? issue.message : `${issue.message}, found ${document.quote(path)}`;
}

function unknownKey(document: JsoncDocument, path: Path, key: string, known: readonly string[]): Problem {
  const [meant] = nearest(key, known, 1);
  const help = meant === undefined ? `the known ones are ${known.join(', ')}` : `did you mean "${meant}"?`;
  return document.problemAtKey([...path, key], `unknown key; ${help}`);
}
