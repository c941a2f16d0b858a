/**
 * Writes a tiny model for tests: the layout of GGUF 3 (ggml's docs/gguf.md), a llama of two layers with
 * weights from a fixed row of random numbers, and a tokenizer of bytes. What it says makes no sense, but
 * is printable, and always the same.
 *
 *     node test/models/local/tiny-gguf.ts FILE
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface TinyOptions {
  readonly version?: number;
  /** Null: it has no such key. */
  readonly architecture?: string | null;
  /** Without the tokens for text between two others. */
  readonly noInfill?: boolean;
  /** These tokens are named by their numbers only. */
  readonly byNumber?: boolean;
}

const WIDTH = 64;
const FORWARD = 128;
const LAYERS = 2;
const HEADS = 4;
const CONTEXT = 4096;

const U32 = 4;
const I32 = 5;
const F32 = 6;
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;

const NORMAL = 1;
const CONTROL = 3;

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

/** GPT-2's characters for bytes. */
function byteCharacters(): string[] {
  const plain = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let more = 256;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCodePoint(plain(byte) ? byte : more++),
  );
}

/** Numbers between -1 and 1, always the same. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
}

export function tinyGguf(options: TinyOptions = {}): Buffer {
  const { version = 3, architecture = "llama", noInfill = false, byNumber = false } = options;
  const plain = [...byteCharacters(), "he"];
  const infill = byNumber
    ? ["<before>", "<after>", "<between>"]
    : ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"];
  const special = ["<|endoftext|>", ...(noInfill ? [] : infill)];
  const tokens = [...plain, ...special];
  const first = plain.length;
  const entries: Buffer[] = [];
  const add = (key: string, type: number, value: Buffer): void => {
    entries.push(Buffer.concat([text(key), u32(type), value]));
  };
  const list = (key: string, type: number, items: readonly Buffer[]): void => {
    add(key, ARRAY, Buffer.concat([u32(type), u64(items.length), ...items]));
  };
  if (architecture !== null) add("general.architecture", STRING, text(architecture));
  add("general.name", STRING, text("Tiny"));
  add("general.alignment", U32, u32(32));
  add("llama.context_length", U32, u32(CONTEXT));
  add("llama.embedding_length", U32, u32(WIDTH));
  add("llama.block_count", U32, u32(LAYERS));
  add("llama.feed_forward_length", U32, u32(FORWARD));
  add("llama.attention.head_count", U32, u32(HEADS));
  add("llama.attention.head_count_kv", U32, u32(HEADS));
  add("llama.attention.layer_norm_rms_epsilon", F32, f32(1e-5));
  add("llama.rope.dimension_count", U32, u32(WIDTH / HEADS));
  add("llama.vocab_size", U32, u32(tokens.length));
  add("tokenizer.ggml.model", STRING, text("gpt2"));
  add("tokenizer.ggml.pre", STRING, text("gpt-2"));
  list("tokenizer.ggml.tokens", STRING, tokens.map(text));
  const kinds = tokens.map((_, id) => u32(id < first ? NORMAL : CONTROL));
  list("tokenizer.ggml.token_type", I32, kinds);
  list("tokenizer.ggml.merges", STRING, [text("h e")]);
  add("tokenizer.ggml.bos_token_id", U32, u32(first));
  add("tokenizer.ggml.eos_token_id", U32, u32(first));
  add("tokenizer.ggml.add_bos_token", BOOL, Buffer.from([0]));
  if (!noInfill) {
    add("tokenizer.ggml.fim_pre_token_id", U32, u32(first + 1));
    add("tokenizer.ggml.fim_suf_token_id", U32, u32(first + 2));
    add("tokenizer.ggml.fim_mid_token_id", U32, u32(first + 3));
  }

  const random = numbers(42);
  const tensors: { name: string; shape: readonly number[]; data: Float32Array }[] = [];
  const tensor = (name: string, shape: readonly number[], scale: number | null): void => {
    const size = shape.reduce((product, each) => product * each, 1);
    const data = new Float32Array(size);
    for (let i = 0; i < size; i++) data[i] = scale === null ? 1 : random() * scale;
    tensors.push({ name: `${name}.weight`, shape, data });
  };
  tensor("token_embd", [WIDTH, tokens.length], 1);
  for (let layer = 0; layer < LAYERS; layer++) {
    const name = (part: string) => `blk.${layer}.${part}`;
    tensor(name("attn_norm"), [WIDTH], null);
    for (const part of ["attn_q", "attn_k", "attn_v", "attn_output"]) {
      tensor(name(part), [WIDTH, WIDTH], 0.2);
    }
    tensor(name("ffn_norm"), [WIDTH], null);
    tensor(name("ffn_gate"), [WIDTH, FORWARD], 0.2);
    tensor(name("ffn_up"), [WIDTH, FORWARD], 0.2);
    tensor(name("ffn_down"), [FORWARD, WIDTH], 0.2);
  }
  tensor("output_norm", [WIDTH], null);
  tensor("output", [WIDTH, tokens.length], 1);
  // Letters are always likelier than anything else.
  const output = tensors.at(-1)!.data;
  for (let id = 0; id < tokens.length; id++) {
    if (id < 97 || id > 122) output.fill(0, id * WIDTH, (id + 1) * WIDTH);
  }

  const infos: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, data: values } of tensors) {
    infos.push(text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
    const bytes = Buffer.from(values.buffer);
    const padded = Buffer.alloc(Math.ceil(bytes.length / 32) * 32);
    bytes.copy(padded);
    data.push(padded);
    offset += padded.length;
  }
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(version),
    u64(tensors.length),
    u64(entries.length),
    ...entries,
    ...infos,
  ]);
  const padding = Buffer.alloc((32 - (head.length % 32)) % 32);
  return Buffer.concat([head, padding, ...data]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(process.argv[2] ?? "tiny.gguf", tinyGguf());
}
