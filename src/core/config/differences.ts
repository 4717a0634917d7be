import type { ResolvedConfig } from './saeConfig';

/** A key that two configs give different values; undefined where one does not have it. */
export interface Difference {
  readonly key: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** The keys in which two resolved configs differ; none where they train the same SAE. */
export function differences(a: ResolvedConfig, b: ResolvedConfig): Difference[] {
  const valuesOfA: Readonly<Record<string, unknown>> = a;
  const valuesOfB: Readonly<Record<string, unknown>> = b;
  return Object.keys({ ...a, ...b })
    .map((key) => ({ key, a: valuesOfA[key], b: valuesOfB[key] }))
    .filter((difference) => JSON.stringify(difference.a) !== JSON.stringify(difference.b));
}
