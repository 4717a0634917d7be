import { UserError } from '../../errors';
import { decodeUtf8 } from '../utf8';

/** Reads a pickle's bytes front to back; every length is checked against the bytes that are left. */
export class PickleBytes {
  private readonly view: DataView;
  private position = 0;

  /** `where` begins every message: the file and the entry within it. */
  constructor(
    private readonly where: string,
    private readonly bytes: Uint8Array,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.position === this.bytes.length;
  }

  fail(message: string): never {
    throw new UserError(`${this.where}: ${message} (at byte ${this.position})`);
  }

  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  uint64(): bigint {
    return this.view.getBigUint64(this.advance(8), true);
  }

  /** Pickle's only big-endian number. */
  float64(): number {
    return this.view.getFloat64(this.advance(8), false);
  }

  /** A copy: a value must not keep the whole pickle alive. */
  take(length: number | bigint): Uint8Array {
    const start = this.advance(length);
    return this.bytes.slice(start, this.position);
  }

  text(length: number | bigint): string {
    return decodeUtf8(this.take(length), this.where);
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0) this.fail('a line does not end; the file is truncated or damaged');
    const text = this.text(end - this.position);
    this.advance(1);
    return text;
  }

  /** A little-endian two's-complement integer of `length` bytes, as a bigint where a number would not be exact. */
  long(length: number): number | bigint {
    const unsigned = this.take(length).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
    const value = BigInt.asIntN(8 * length, unsigned);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  /** Moves on by `length` bytes and returns where they start. */
  private advance(length: number | bigint): number {
    const start = this.position;
    if (length > this.bytes.length - start) {
      this.fail(
        `truncated or damaged: ${length.toString()} bytes are needed, only ${this.bytes.length - start} are left`,
      );
    }
    this.position += Number(length);
    return start;
  }
}
