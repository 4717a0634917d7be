import { UserError } from '../errors';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** @throws UserError, saying `where`, on bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UserError(`${where}: the text is not valid UTF-8; the file is damaged`);
  }
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}
