/**
 * What a GGUF file says about itself. The layout is that of ggml's `docs/gguf.md`: a magic number, a
 * version, counts, metadata, the list of tensors, then their data. What is read is not believed: every
 * length has a limit.
 */
import { type FileHandle, open } from "node:fs/promises";
import { UserError } from "../../base/errors.ts";

export interface GgufInfo {
  readonly version: number;
  /** `llama`, `qwen2`… */
  readonly architecture: string;
  /** As its makers call it; "": it has no name. */
  readonly name: string;
  /** Tokens that it was trained for at once; null: it does not say. */
  readonly context: number | null;
  readonly tensors: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** The kind of its tokens: `gpt2`, `llama`…; "": none. */
  readonly tokenizer: string;
  readonly tokens: number;
  /** The tokens for text between two others; null: it has not all of them. */
  readonly infill: InfillTokens | null;
}

export interface InfillTokens {
  readonly prefix: string;
  readonly suffix: string;
  readonly middle: string;
}

const MAGIC = "GGUF";
const MOST_ENTRIES = 10_000;
const MOST_TENSORS = 1_000_000;
const MOST_ITEMS = 20_000_000;
/** Chat templates are long; what is looked at is not. Bytes. */
const MOST_STRING = 16 * 1024 * 1024;
const MOST_KEPT = 1024;
const MOST_TOKENS = 2_000_000;
const MOST_DEPTH = 2;
const CHUNK = 256 * 1024;

/** Metadata types: their sizes; 8 is a string, 9 an array. */
const SIZES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const STRING = 8;
const ARRAY = 9;

/** Types of tensors: values of a block, and bytes of it (ggml.h). */
const BLOCKS: Readonly<Record<number, readonly [number, number]>> = {
  0: [1, 4],
  1: [1, 2],
  2: [32, 18],
  3: [32, 20],
  6: [32, 22],
  7: [32, 24],
  8: [32, 34],
  9: [32, 36],
  10: [256, 84],
  11: [256, 110],
  12: [256, 144],
  13: [256, 176],
  14: [256, 210],
  15: [256, 292],
  16: [256, 66],
  17: [256, 74],
  18: [256, 98],
  19: [256, 50],
  20: [32, 18],
  21: [256, 110],
  22: [256, 82],
  23: [256, 136],
  24: [1, 1],
  25: [1, 2],
  26: [1, 4],
  27: [1, 8],
  28: [1, 8],
  29: [256, 56],
  30: [1, 2],
  34: [256, 54],
  35: [256, 66],
  39: [32, 17],
};

/** How models name these tokens (llama.cpp, `llama-vocab.cpp`). */
const NAMES: Readonly<Record<keyof InfillTokens, readonly string[]>> = {
  prefix: [
    "<|fim_prefix|>",
    "<fim-prefix>",
    "<fim_prefix>",
    "<｜fim▁begin｜>",
    "<PRE>",
    "▁<PRE>",
    "<|code_prefix|>",
    "[PREFIX]",
  ],
  suffix: [
    "<|fim_suffix|>",
    "<fim-suffix>",
    "<fim_suffix>",
    "<｜fim▁hole｜>",
    "<SUF>",
    "▁<SUF>",
    "<|code_suffix|>",
    "[SUFFIX]",
  ],
  middle: [
    "<|fim_middle|>",
    "<fim-middle>",
    "<fim_middle>",
    "<｜fim▁end｜>",
    "<MID>",
    "▁<MID>",
    "<|code_middle|>",
    "[MIDDLE]",
  ],
};

/** Keys of the metadata that name them by their numbers, the older ones behind. */
const ID_KEYS: Readonly<Record<keyof InfillTokens, readonly string[]>> = {
  prefix: ["tokenizer.ggml.fim_pre_token_id", "tokenizer.ggml.prefix_token_id"],
  suffix: ["tokenizer.ggml.fim_suf_token_id", "tokenizer.ggml.suffix_token_id"],
  middle: ["tokenizer.ggml.fim_mid_token_id", "tokenizer.ggml.middle_token_id"],
};

const TOKENS = "tokenizer.ggml.tokens";

/** Reads it; rejects with UserError when the file is none, or not all of one. */
export async function readGguf(path: string): Promise<GgufInfo> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${path}: ${error.code === "ENOENT" ? "no such file" : error.message}`);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new UserError(`${path}: it is no file`);
    const { size } = stats;
    return await new GgufReader(file, path, size).read();
  } finally {
    await file.close();
  }
}

class GgufReader {
  private readonly file: FileHandle;
  private readonly path: string;
  private readonly bytes: number;
  private chunk: Buffer = Buffer.alloc(0);
  /** Where `chunk` begins in the file, and the place in it. */
  private start = 0;
  private at = 0;
  private readonly values = new Map<string, unknown>();
  private readonly infill = new Map<keyof InfillTokens, string>();
  /** Texts of tokens whose numbers the metadata may name. */
  private tokens: string[] | null = null;
  private tokenCount = 0;

  constructor(file: FileHandle, path: string, bytes: number) {
    this.file = file;
    this.path = path;
    this.bytes = bytes;
  }

  async read(): Promise<GgufInfo> {
    if (this.bytes < 24 || (await this.take(4)).toString("latin1") !== MAGIC) {
      throw this.wrong("it is no GGUF file");
    }
    const version = (await this.take(4)).readUInt32LE();
    if (version < 2 || version > 3) throw this.wrong(`GGUF version ${version} is not known`);
    const tensors = await this.count(MOST_TENSORS, "tensors");
    const entries = await this.count(MOST_ENTRIES, "entries");
    for (let i = 0; i < entries; i++) await this.entry();
    await this.checkTensors(tensors);
    const architecture = this.text("general.architecture");
    if (architecture === "") throw this.wrong("it does not say what kind of model it is");
    const context = this.values.get(`${architecture}.context_length`);
    return {
      version,
      architecture,
      name: this.text("general.name"),
      context: typeof context === "number" && context > 0 ? context : null,
      tensors,
      bytes: this.bytes,
      tokenizer: this.text("tokenizer.ggml.model"),
      tokens: this.tokenCount,
      infill: this.infillTokens(),
    };
  }

  private infillTokens(): InfillTokens | null {
    const of = (kind: keyof InfillTokens): string | null => {
      for (const key of ID_KEYS[kind]) {
        const id = this.values.get(key);
        if (typeof id === "number" && this.tokens?.[id] !== undefined) return this.tokens[id];
      }
      return this.infill.get(kind) ?? null;
    };
    const [prefix, suffix, middle] = [of("prefix"), of("suffix"), of("middle")];
    return prefix !== null && suffix !== null && middle !== null
      ? { prefix, suffix, middle }
      : null;
  }

  private async entry(): Promise<void> {
    const key = await this.string(65_535);
    const type = (await this.take(4)).readUInt32LE();
    const value = await this.value(type, key, 0);
    if (value !== undefined) this.values.set(key, value);
  }

  /** Numbers and strings; of arrays only the tokens are looked at. */
  private async value(type: number, key: string, depth: number): Promise<unknown> {
    if (type === STRING) {
      const length = await this.count(MOST_STRING, "bytes of a string");
      if (length <= MOST_KEPT) return (await this.take(length)).toString("utf8");
      await this.skip(length);
      return undefined;
    }
    if (type === ARRAY) {
      if (depth >= MOST_DEPTH) throw this.wrong("its metadata is nested too deeply");
      const itemType = (await this.take(4)).readUInt32LE();
      const count = await this.count(MOST_ITEMS, "items");
      const size = SIZES[itemType];
      if (size !== undefined) await this.skip(count * size);
      else if (key === TOKENS && itemType === STRING && depth === 0) await this.takeTokens(count);
      else for (let i = 0; i < count; i++) await this.value(itemType, "", depth + 1);
      return undefined;
    }
    const size = SIZES[type];
    if (size === undefined) throw this.wrong(`its metadata has an unknown type ${type}`);
    const bytes = await this.take(size);
    switch (type) {
      case 4:
        return bytes.readUInt32LE();
      case 5:
        return bytes.readInt32LE();
      case 10:
        return Number(bytes.readBigUInt64LE());
      case 11:
        return Number(bytes.readBigInt64LE());
      default:
        return undefined;
    }
  }

  private async takeTokens(count: number): Promise<void> {
    if (count > MOST_TOKENS) throw this.wrong(`${count} tokens`);
    this.tokenCount = count;
    const tokens: string[] = [];
    for (let i = 0; i < count; i++) {
      const token = await this.string(65_535);
      tokens.push(token);
      for (const kind of ["prefix", "suffix", "middle"] as const) {
        if (NAMES[kind].includes(token) && !this.infill.has(kind)) this.infill.set(kind, token);
      }
    }
    this.tokens = tokens;
  }

  /** Whether all the data is there that the tensors are said to have. */
  private async checkTensors(count: number): Promise<void> {
    let end = 0;
    for (let i = 0; i < count; i++) {
      await this.string(65_535);
      const dimensions = (await this.take(4)).readUInt32LE();
      if (dimensions > 8) throw this.wrong(`a tensor with ${dimensions} dimensions`);
      let values = 1;
      for (let n = 0; n < dimensions; n++) {
        values *= Number((await this.take(8)).readBigUInt64LE());
      }
      const type = (await this.take(4)).readUInt32LE();
      const offset = Number((await this.take(8)).readBigUInt64LE());
      const block = BLOCKS[type];
      end = Math.max(end, offset + (block ? (values / block[0]) * block[1] : 0));
    }
    const given = this.values.get("general.alignment");
    const alignment = typeof given === "number" && given > 0 ? given : 32;
    const data = Math.ceil((this.start + this.at) / alignment) * alignment;
    if (count > 0 && data + end > this.bytes) {
      throw this.wrong(`it is cut off: ${data + end} bytes belong to it, ${this.bytes} are there`);
    }
  }

  private text(key: string): string {
    const value = this.values.get(key);
    return typeof value === "string" ? value : "";
  }

  private async count(most: number, what: string): Promise<number> {
    const count = (await this.take(8)).readBigUInt64LE();
    if (count > BigInt(most)) throw this.wrong(`${count} ${what}`);
    return Number(count);
  }

  private async string(most: number): Promise<string> {
    const length = await this.count(most, "bytes of a string");
    return (await this.take(length)).toString("utf8");
  }

  private async skip(count: number): Promise<void> {
    const left = this.chunk.length - this.at;
    if (count <= left) {
      this.at += count;
      return;
    }
    this.start += this.at + count;
    this.at = 0;
    this.chunk = Buffer.alloc(0);
    if (this.start > this.bytes) throw this.wrong("it is cut off");
  }

  private async take(count: number): Promise<Buffer> {
    if (this.chunk.length - this.at < count) {
      const place = this.start + this.at;
      if (place + count > this.bytes) throw this.wrong("it is cut off");
      const chunk = Buffer.alloc(Math.min(Math.max(count, CHUNK), this.bytes - place));
      let read = 0;
      while (read < chunk.length) {
        const { bytesRead } = await this.file.read(chunk, read, chunk.length - read, place + read);
        if (bytesRead === 0) throw this.wrong("it is cut off");
        read += bytesRead;
      }
      this.chunk = chunk;
      this.start = place;
      this.at = 0;
    }
    this.at += count;
    return this.chunk.subarray(this.at - count, this.at);
  }

  private wrong(why: string): UserError {
    return new UserError(`${this.path}: ${why}`);
  }
}
