/** MessagePack, as much of it as a conversation with nvim needs. */

/** What nvim sends; extension values (buffer, window handles) come as their raw bytes. */
export type Packed =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Packed[]
  | { readonly [key: string]: Packed };

function header(type: number, length: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = type;
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

function packInto(value: Packed, out: Uint8Array[]): void {
  if (value === null) out.push(Buffer.of(0xc0));
  else if (typeof value === "boolean") out.push(Buffer.of(value ? 0xc3 : 0xc2));
  else if (typeof value === "number") {
    const bytes = Buffer.alloc(9);
    bytes[0] = 0xd3;
    bytes.writeBigInt64BE(BigInt(value), 1);
    out.push(bytes);
  } else if (typeof value === "string") {
    const bytes = Buffer.from(value, "utf8");
    out.push(header(0xdb, bytes.length), bytes);
  } else if (value instanceof Uint8Array) out.push(header(0xc6, value.length), value);
  else if (Array.isArray(value)) {
    out.push(header(0xdd, value.length));
    for (const item of value as readonly Packed[]) packInto(item, out);
  } else {
    const entries = Object.entries(value as Readonly<Record<string, Packed>>);
    out.push(header(0xdf, entries.length));
    for (const [key, item] of entries) {
      packInto(key, out);
      packInto(item, out);
    }
  }
}

export function pack(value: Packed): Buffer {
  const out: Uint8Array[] = [];
  packInto(value, out);
  return Buffer.concat(out);
}

/** The bytes end before the value does. */
class Incomplete extends Error {}

class Reader {
  at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  private take(length: number): number {
    const from = this.at;
    if (from + length > this.bytes.length) throw new Incomplete();
    this.at += length;
    return from;
  }

  private unsigned(length: number): number {
    return this.bytes.readUIntBE(this.take(length), length);
  }

  private text(length: number): string {
    const from = this.take(length);
    return this.bytes.toString("utf8", from, from + length);
  }

  private raw(length: number): Uint8Array {
    const from = this.take(length);
    return this.bytes.subarray(from, from + length);
  }

  private list(length: number): Packed[] {
    return Array.from({ length }, () => this.value());
  }

  private map(length: number): Record<string, Packed> {
    const made: Record<string, Packed> = {};
    for (let i = 0; i < length; i++) {
      const key = String(this.value());
      made[key] = this.value();
    }
    return made;
  }

  value(): Packed {
    const type = this.unsigned(1);
    if (type < 0x80) return type;
    if (type >= 0xe0) return type - 0x100;
    if (type < 0x90) return this.map(type & 15);
    if (type < 0xa0) return this.list(type & 15);
    if (type < 0xc0) return this.text(type & 31);
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return type === 0xc3;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.raw(this.unsigned(1 << (type - 0xc4)));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.raw(this.unsigned(1 << (type - 0xc7)) + 1);
      case 0xca:
        return this.bytes.readFloatBE(this.take(4));
      case 0xcb:
        return this.bytes.readDoubleBE(this.take(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.unsigned(1 << (type - 0xcc));
      case 0xcf:
        return Number(this.bytes.readBigUInt64BE(this.take(8)));
      case 0xd0:
        return this.bytes.readInt8(this.take(1));
      case 0xd1:
        return this.bytes.readInt16BE(this.take(2));
      case 0xd2:
        return this.bytes.readInt32BE(this.take(4));
      case 0xd3:
        return Number(this.bytes.readBigInt64BE(this.take(8)));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.raw((1 << (type - 0xd4)) + 1);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.text(this.unsigned(1 << (type - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.list(this.unsigned(2 << (type - 0xdc)));
      case 0xde:
      case 0xdf:
        return this.map(this.unsigned(2 << (type - 0xde)));
    }
    throw new Error(`MessagePack type ${type} is unknown`);
  }
}

/** The first value of `bytes` and what follows it; null while the value is not there in full. */
export function unpack(bytes: Buffer): { value: Packed; rest: Buffer } | null {
  const reader = new Reader(bytes);
  try {
    const value = reader.value();
    return { value, rest: bytes.subarray(reader.at) };
  } catch (error) {
    if (error instanceof Incomplete) return null;
    throw error;
  }
}
