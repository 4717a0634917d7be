import { UserError } from '../errors';
import type { FloatArray } from '../floatArray';
import { isFloatDtype } from './dtype';
import type { StateDict, TensorEntry } from './stateDict';

/** Names of the dimensions of tensors, such as `{ W_enc: ['width', 'encodingDim'] }`. */
export type TensorLayout<Name extends string, Size extends string> = Readonly<Record<Name, readonly Size[]>>;

/**
 * Reads a file that must hold exactly the tensors of a layout, of floating dtypes, with equal sizes for equal dimension
 * names. `sizes` may give sizes that are known already, and `sizesFrom` says from where.
 * @throws UserError naming the file and what is missing, unknown or contradicts.
 */
export async function readLayout<Name extends string, Size extends string>(
  file: string,
  dict: StateDict,
  layout: TensorLayout<Name, Size>,
  known?: { readonly sizes: Readonly<Record<Size, number>>; readonly from: string },
): Promise<Record<Name, FloatArray>> {
  const names = Object.keys(layout) as Name[];
  requireNames(file, dict, names);
  const sizes = new Map<Size, { size: number; from: string }>();
  for (const [name, size] of Object.entries(known?.sizes ?? {}) as [Size, number][]) {
    sizes.set(name, { size, from: known!.from });
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
      `missing: ${missing.join(', ') || 'none'}; unknown: ${unknown.join(', ') || 'none'}`,
  );
}

function requireShape<Size extends string>(
  file: string,
  { name, dtype, shape }: TensorEntry,
  dimensions: readonly Size[],
  sizes: Map<Size, { size: number; from: string }>,
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
