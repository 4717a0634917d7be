import type { Shape } from './shape';
import type { ElementType } from './tensor';

/** A text that two constants share exactly where their values, shapes and types are the same. */
export function constantKey(values: readonly number[], shape: Shape, type: ElementType): string {
  // join() would write -0 as 0 and make the two one constant
  return `${type}[${shape.join()}]${values.map((v) => (Object.is(v, -0) ? '-0' : v)).join()}`;
}
