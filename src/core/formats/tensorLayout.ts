import { UserError } from '../errors';
import type { FloatArray } from '../floatArray';
import { isFloatDtype } from './dtype';
import type { StateDict, TensorEntry } from './stateDict';

const maxListed = 8;

/** Names of the dimensions of tensors, such as `{ W_enc: ['width', 'encodingDim'] }`. */
export type TensorLayout<Name extends string, Size extends string> = Readonly<Record<Name, readonly Size[]>>;

/** A dimension's size and what gave it. */
interface SeenSize {
  readonly size: number;
  readonly from: string;
}

/**
 * Reads a file that must hold exactly the tensors of a layout, of floating dtypes, with equal sizes for equal dimension
 * names.
 * @param known sizes that another file gives, and that file's name for messages
 * @throws UserError naming the file and what is missing, unknown or contradicts
 */
export async function readLayout<Name extends string, Size extends string>(
  file: string,
  dict: StateDict,
  layout: TensorLayout<Name, Size>,
  known?: { readonly sizes: Readonly<Record<Size, number>>; readonly from: string },
): Promise<Record<Name, FloatArray>> {
  const names = Object.keys(layout) as Name[];
  requireNames(file, dict, names);
  const sizes = new Map<string, SeenSize>();
  if (known) {
    for (const [name, size] of Object.entries<number>(known.sizes)) sizes.set(name, { size, from: known.from });
  }
  for (const name of names) requireShape(file, dict.get(name)!, layout[name], sizes);
  const arrays = {} as Record<Name, FloatArray>;
  for (const name of names) arrays[name] = await dict.get(name)!.readFloats();
  return arrays;
}

function requireNames(file: string, dict: StateDict, expected: readonly string[]): void {
  const missing = expected.filter((name) => !dict.has(name));
  const unknown = [...dict.keys()].filter((name) => !expected.includes(name));
  if (missing.length === 0 && unknown.length === 0) return;
  throw new UserError(
    `${file}: expected exactly the tensors ${expected.join(', ')}; ` +
      `missing: ${listSome(missing)}; unknown: ${listSome(unknown)}`,
  );
}

/** A whole transformer has too many tensors for a message. */
function listSome(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length > maxListed ? ` and ${names.length - maxListed} more` : '';
  return names.slice(0, maxListed).join(', ') + more;
}

function requireShape(
  file: string,
  { name, dtype, shape }: TensorEntry,
  dimensions: readonly string[],
  sizes: Map<string, SeenSize>,
): void {
  const where = `${file}: tensor ${name}`;
  if (!isFloatDtype(dtype)) throw new UserError(`${where}: expected floating-point numbers, found ${dtype}`);
  if (shape.length !== dimensions.length || shape.includes(0)) {
    throw new UserError(`${where}: expected the shape [${dimensions.join(', ')}], found [${shape.join(', ')}]`);
  }
  for (const [axis, dimension] of dimensions.entries()) {
    const size = shape[axis]!;
    const seen = sizes.get(dimension);
    if (!seen) sizes.set(dimension, { size, from: `tensor ${name}` });
    else if (seen.size !== size) {
      throw new UserError(
        `${where}: its shape [${shape.join(', ')}] gives ${dimension} ${size}, but ${seen.from} gives ${seen.size}`,
      );
    }
  }
}
