/** What torch.save wrote before the zip container came in PyTorch 1.6: a pickled magic number (serialization.py). */
const legacyMagic = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const zipMagic = [0x50, 0x4b];

/** How many bytes of a file's start `explainNotZip` looks at. */
export const headLength = 16;

/** Why a file that begins with `head` is no torch zip container and what to do; undefined where it begins like one. */
export function explainNotZip(head: Uint8Array): string | undefined {
  if (startsWith(head, zipMagic)) return undefined;
  if (head.length === 0) return 'the file is empty; copy or download it again';
  if (startsWith(head.subarray(2), legacyMagic)) {
    return (
      'written by PyTorch before 1.6 in a container that is not a zip; ' +
      'load it in PyTorch and save it again: torch.save(torch.load(path), path)'
    );
  }
  return 'not a file that torch.save wrote: a zip was expected';
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}
