import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** What a config file describes: the training of one SAE, or a search among many. */
export type ConfigKind = 'sae' | 'sweep';

/** What a text of a config says that it describes, and where in it, in UTF-16 units. */
export interface SaidKind {
  readonly kind: ConfigKind;
  readonly offset: number;
}

/** What a config says that it describes, whatever else is wrong with its text; undefined where it says nothing known. */
export function saidKind(text: string): SaidKind | undefined {
  const node = rootOf(text);
  const found = node && findNodeAtLocation(node, ['kind']);
  const kind: unknown = found?.value;
  if (!found || (kind !== 'sae' && kind !== 'sweep')) return undefined;
  return { kind, offset: found.parent?.offset ?? found.offset };
}

/** Whoever is given a text that does not say what it is says what is wrong with it: that is the training of one SAE. */
export function kindOf(text: string): ConfigKind {
  return saidKind(text)?.kind ?? 'sae';
}

function rootOf(text: string) {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch (error) {
    // The parser calls itself for every level; what is nested that deep is no config.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
