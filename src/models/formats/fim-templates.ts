/**
 * Fill in the middle: the control tokens of the models and the order that they were trained with. They are
 * as the models' cards and papers give them: Qwen2.5-Coder (README, "File-Level" and "Repository-Level Code
 * Completion"), Codestral (`[SUFFIX]…[PREFIX]…` of mistral-common's FIM tokenizer), DeepSeek-Coder (README,
 * "Code Insertion"), StarCoder2 (paper, section 5), CodeGemma (card), Seed-Coder (card of the base model),
 * Granite (cards: 4 has tokens of its own, the code models before it StarCoder's), Mellum (card of
 * Mellum-4b-base: other files, then suffix, prefix), Code Llama (paper, 2.3: suffix, prefix, middle), Mercury
 * (API reference).
 */
import type { SceneExcerpt } from "../scene.ts";
import { withNewline } from "./lines.ts";

export interface FimTemplate {
  readonly name: string;
  readonly models: RegExp;
  /** The model's control tokens: texts that have one cannot be asked about. */
  readonly tokens: readonly string[];
  /** Those of them that end an answer, and what else does. */
  readonly stop: readonly string[];
  /** The suffix comes first. */
  readonly suffixFirst: boolean;
  readonly write: (parts: FimParts) => string;
  /** One other file; absent: the template has none. */
  readonly file?: (excerpt: SceneExcerpt) => string;
}

interface FimParts {
  readonly prefix: string;
  readonly suffix: string;
  /** Other files, each as `file` writes it. */
  readonly files: string;
  readonly path: string;
  readonly project: string;
}

const QWEN_TOKENS = [
  "<|fim_prefix|>",
  "<|fim_suffix|>",
  "<|fim_middle|>",
  "<|fim_pad|>",
  "<|repo_name|>",
  "<|file_sep|>",
  "<|endoftext|>",
  "<|im_start|>",
  "<|im_end|>",
];
const QWEN_STOP = QWEN_TOKENS.slice(3);

const qwen: FimTemplate = {
  name: "qwen",
  models: /qwen[\d.-]*-?coder|codeqwen/,
  tokens: QWEN_TOKENS,
  stop: QWEN_STOP,
  suffixFirst: false,
  file: ({ path, text }) => `<|file_sep|>${path}\n${withNewline(text)}`,
  write: ({ prefix, suffix, files, path, project }) => {
    const fim = `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`;
    return files === "" ? fim : `<|repo_name|>${project}\n${files}<|file_sep|>${path}\n${fim}`;
  },
};

const codestral: FimTemplate = {
  name: "codestral",
  models: /codestral/,
  tokens: ["[PREFIX]", "[SUFFIX]", "[MIDDLE]"],
  stop: ["[PREFIX]", "[SUFFIX]", "\n+++++ "],
  suffixFirst: true,
  file: ({ path, text }) => `+++++ ${path}\n${withNewline(text)}`,
  write: ({ prefix, suffix, files, path }) =>
    files === ""
      ? `[SUFFIX]${suffix}[PREFIX]${prefix}`
      : `[SUFFIX]${suffix}[PREFIX]${files}+++++ ${path}\n${prefix}`,
};

const deepseek: FimTemplate = {
  name: "deepseek",
  models: /deepseek-?(coder|v2-lite)/,
  tokens: [
    "<｜fim▁begin｜>",
    "<｜fim▁hole｜>",
    "<｜fim▁end｜>",
    "<｜end▁of▁sentence｜>",
    "<｜begin▁of▁sentence｜>",
  ],
  stop: ["<｜end▁of▁sentence｜>"],
  suffixFirst: false,
  // The model saw files of a repository one after the other, with their paths as comments (its README).
  file: ({ path, text }) => `#${path}\n${withNewline(text)}`,
  write: ({ prefix, suffix, files, path }) => {
    const head = files === "" ? "" : `${files}#${path}\n`;
    return `<｜fim▁begin｜>${head}${prefix}<｜fim▁hole｜>${suffix}<｜fim▁end｜>`;
  },
};

const starcoder2: FimTemplate = {
  name: "starcoder2",
  models: /starcoder|stable-?code|granite-?([23]\b|\d+b-code|code)/,
  tokens: [
    "<fim_prefix>",
    "<fim_suffix>",
    "<fim_middle>",
    "<fim_pad>",
    "<file_sep>",
    "<repo_name>",
    "<|endoftext|>",
  ],
  stop: ["<file_sep>", "<repo_name>", "<|endoftext|>"],
  suffixFirst: false,
  file: ({ path, text }) => `<file_sep>${path}\n${text}`,
  write: ({ prefix, suffix, files, path, project }) =>
    files === ""
      ? `<fim_prefix>${prefix}<fim_suffix>${suffix}<fim_middle>`
      : `<repo_name>${project}${files}<file_sep><fim_prefix>${path}\n${prefix}<fim_suffix>${suffix}<fim_middle>`,
};

const codegemma: FimTemplate = {
  name: "codegemma",
  models: /codegemma/,
  tokens: [
    "<|fim_prefix|>",
    "<|fim_suffix|>",
    "<|fim_middle|>",
    "<|file_separator|>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<eos>",
  ],
  stop: ["<|file_separator|>", "<end_of_turn>", "<eos>"],
  suffixFirst: false,
  file: ({ path, text }) => `${path}\n${withNewline(text)}<|file_separator|>`,
  write: ({ prefix, suffix, files, path }) => {
    const head = files === "" ? "" : `${files}${path}\n`;
    return `${head}<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`;
  },
};

const seedCoder: FimTemplate = {
  name: "seed-coder",
  models: /seed-?coder/,
  tokens: [
    "<[fim-suffix]>",
    "<[fim-prefix]>",
    "<[fim-middle]>",
    "<[end▁of▁sentence]>",
    "<[begin▁of▁sentence]>",
    "<filename>",
  ],
  stop: ["<[end▁of▁sentence]>", "<filename>"],
  suffixFirst: true,
  file: ({ path, text }) => `<filename>${path}\n${withNewline(text)}`,
  write: ({ prefix, suffix, files, path }) => {
    const head = files === "" ? "" : `${files}<filename>${path}\n`;
    return `<[fim-suffix]>${suffix}<[fim-prefix]>${head}${prefix}<[fim-middle]>`;
  },
};

const mellum: FimTemplate = {
  name: "mellum",
  models: /mellum/,
  tokens: ["<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<filename>", "<|endoftext|>"],
  stop: ["<filename>", "<|endoftext|>"],
  suffixFirst: true,
  file: ({ path, text }) => `<filename>${path}\n${withNewline(text)}`,
  write: ({ prefix, suffix, files, path }) =>
    `${files}<filename>${path}\n<fim_suffix>${suffix}<fim_prefix>${prefix}<fim_middle>`,
};

const granite: FimTemplate = {
  name: "granite",
  models: /granite/,
  tokens: ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|fim_pad|>", "<|end_of_text|>"],
  stop: ["<|fim_pad|>", "<|end_of_text|>"],
  suffixFirst: false,
  write: ({ prefix, suffix }) => `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`,
};

const codellama: FimTemplate = {
  name: "codellama",
  models: /code-?llama/,
  tokens: ["<PRE>", "<SUF>", "<MID>", "<EOT>", "▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>"],
  stop: ["<EOT>"],
  suffixFirst: true,
  write: ({ prefix, suffix }) => `<PRE> <SUF>${suffix} <MID> ${prefix}`,
};

const mercuryFim: FimTemplate = {
  name: "mercury-fim",
  models: /(?!)/,
  tokens: ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|file_sep|>", "<|endoftext|>"],
  stop: ["<|file_sep|>", "<|endoftext|>"],
  suffixFirst: false,
  file: ({ path, text }) => `<|file_sep|>${path}\n${withNewline(text)}`,
  write: ({ prefix, suffix, files, path }) =>
    `${files}<|file_sep|>${path}\n<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`,
};

/** The provider knows the tokens: OpenAI's `suffix`, `/infill` of llama.cpp, `suffix` of Ollama. */
const infill: FimTemplate = {
  name: "infill",
  models: /(?!)/,
  tokens: [],
  stop: [],
  suffixFirst: false,
  write: ({ prefix }) => prefix,
};

/** Answers with one of these are of no use, whatever the template: a server lost a token's meaning. */
export const FOREIGN_TOKENS = [
  "<|fim_prefix|>",
  "<|fim_suffix|>",
  "<|fim_middle|>",
  "<fim_prefix>",
  "<fim_suffix>",
  "<fim_middle>",
  "<｜fim▁begin｜>",
  "<｜fim▁hole｜>",
  "<[fim-prefix]>",
  "<[fim-suffix]>",
];

export const fimTemplates: readonly FimTemplate[] = [
  qwen,
  codestral,
  deepseek,
  starcoder2,
  codegemma,
  seedCoder,
  mellum,
  granite,
  codellama,
  mercuryFim,
  infill,
];
