/**
 * Parsers that were built some years ago say how they are linked in a section `dylink`; the loader of
 * today reads `dylink.0`, which says the same in another form.
 */

const OLD_NAME = "dylink";

/** The module with a section of today's form; itself where it has one. */
export function withCurrentLinking(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  // Magic number and version take 8 bytes; then the first section, of kind 0.
  if (bytes[8] !== 0) return bytes;
  const size = readNumber(bytes, 9);
  const nameSize = readNumber(bytes, size.next);
  const name = new TextDecoder().decode(
    bytes.subarray(nameSize.next, nameSize.next + nameSize.value),
  );
  if (name !== OLD_NAME) return bytes;
  const end = size.next + size.value;
  let at = nameSize.next + nameSize.value;
  const info: number[] = [];
  // Size and alignment of memory, and of the table.
  for (let i = 0; i < 4; i++) {
    const number = readNumber(bytes, at);
    info.push(...writeNumber(number.value));
    at = number.next;
  }
  const newName = [...new TextEncoder().encode("dylink.0")];
  const body = [newName.length, ...newName, 1, ...writeNumber(info.length), ...info];
  const head = [...bytes.subarray(0, 8), 0, ...writeNumber(body.length), ...body];
  const module = new Uint8Array(head.length + bytes.length - end);
  module.set(head);
  module.set(bytes.subarray(end), head.length);
  return module;
}

/** An unsigned LEB128 number and where the next thing begins. */
function readNumber(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next: at };
  }
}

function writeNumber(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 0x7f;
    value >>>= 7;
    if (value === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}
