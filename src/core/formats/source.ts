import { UserError } from '../errors';

/** Bytes that are read piece by piece, such as a file. */
export interface Source {
  /** What messages call it: a file's path. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /**
   * The `length` bytes from `offset`, in memory that the caller owns.
   * @throws UserError where they reach beyond the end.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** @throws UserError unless the `length` bytes from `offset` are within the source. */
export function requireWithin({ name, size }: Pick<Source, 'name' | 'size'>, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= size) return;
  throw new UserError(
    `${name}: truncated: ${length} bytes are needed at byte ${offset}, but the file has ${size} bytes; ` +
      'copy or download it again',
  );
}
