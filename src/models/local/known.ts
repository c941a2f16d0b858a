/**
 * Small models that fill in the middle, by short names: what llama.cpp's own `--fim-qwen-…-default`
 * loads. No sums are given here, as none could be checked: the host names them with the file.
 */
export interface KnownModel {
  readonly name: string;
  readonly url: string;
  /** Bytes, about. */
  readonly bytes: number;
  readonly format: string;
  readonly about: string;
}

const HOST = "https://huggingface.co/ggml-org";

function qwen(size: string, bytes: number, about: string): KnownModel {
  const file = `qwen2.5-coder-${size.toLowerCase()}-q8_0.gguf`;
  return {
    name: `qwen-coder-${size.toLowerCase()}`,
    url: `${HOST}/Qwen2.5-Coder-${size}-Q8_0-GGUF/resolve/main/${file}`,
    bytes,
    format: "qwen",
    about,
  };
}

export const KNOWN_MODELS: readonly KnownModel[] = [
  qwen("0.5B", 0.53e9, "for any laptop; short completions"),
  qwen("1.5B", 1.65e9, "for laptops with some cores"),
  qwen("3B", 3.3e9, "for fast machines"),
  qwen("7B", 8.1e9, "for graphic cards"),
];
