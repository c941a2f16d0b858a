/**
 * Fill in the middle: text at the cursor from models that were trained with control tokens for what
 * stands before and behind it. The templates are as the models' cards and papers give them: Qwen2.5-Coder
 * (README, "File-Level" and "Repository-Level Code Completion"), Codestral (`[SUFFIX]…[PREFIX]…` of
 * mistral-common's FIM tokenizer), DeepSeek-Coder (README, "Code Insertion"), StarCoder2 (paper, section
 * 5), CodeGemma (card), Seed-Coder (card of the base model), Granite 4 (card), Code Llama (paper, 2.3:
 * suffix, prefix, middle), Mercury (API reference).
 *
 * Prompts keep their beginnings while somebody types: in the order prefix, suffix, middle only what stands
 * behind the cursor is sent anew, so that it gets at most a twelfth of what stands before it (and 160
 * units where that is less: in a small file with nothing else the share of what stays is what it is). Models
 * that know the order suffix, prefix, middle get it: all but the last characters stay.
 */
import type { Format, FormatUse, Layout, Rendered, RenderOptions, Unfit } from "../format.ts";
import type { Prompt } from "../prompt.ts";
import type { Scene, SceneExcerpt } from "../scene.ts";
import { FimReader } from "./fim-stream.ts";
import { touchesMasked } from "./hunks.ts";
import { endOf, withNewline } from "./lines.ts";
import { excerptKey, fitExcerpts, joined, UNITS } from "./parts.ts";
import { reservedIn, unfit } from "./tokens.ts";
import { type View, viewOf } from "./view.ts";
import { chooseWindow, layoutOf, type Span } from "./window.ts";

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

export interface FimParts {
  readonly prefix: string;
  readonly suffix: string;
  /** Other files, each as `file` writes it. */
  readonly files: string;
  readonly path: string;
  readonly project: string;
}

/** Of the text before the cursor in the order prefix, suffix. */
const SUFFIX_SHARE = 1 / 12;
const LEAST_SUFFIX = 160;
/** Of the prompt, where the suffix comes first. */
const FIRST_SUFFIX_SHARE = 0.25;
const PREFIX_SHARE = 0.6;

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
  models: /starcoder|stable-?code/,
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
const FOREIGN = [
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

/** What is asked about: where the text starts and ends, and the files before it. */
interface Chosen {
  readonly window: Span;
  readonly prefix: string;
  readonly suffix: string;
  readonly files: readonly { readonly of: SceneExcerpt; readonly text: string }[];
}

function choose(view: View, template: FimTemplate, options: RenderOptions): Chosen {
  const { scene } = view;
  const most = options.tokens * UNITS;
  const { layout } = options;
  const write = template.file ?? (() => "");
  const others = template.file || options.infill ? scene.related : [];
  const share = others.length > 0 ? PREFIX_SHARE : 0.9;
  const core = { first: view.row, last: view.row };
  const start = chooseWindow(view, core, most * share - view.col, 0, layout).first;
  const prefix = scene.text.slice(view.starts[start]!, scene.cursor);
  const behind = template.suffixFirst
    ? most * FIRST_SUFFIX_SHARE
    : Math.max(LEAST_SUFFIX, prefix.length * SUFFIX_SHARE);
  const { last } = chooseWindow(
    view,
    core,
    0,
    behind - (endOf(view, view.row) - scene.cursor),
    layout,
  );
  const suffix = scene.text.slice(scene.cursor, endOf(view, last));
  const left = most * 0.95 - prefix.length - suffix.length;
  const withFiles = { ...view, scene: { ...scene, related: others } };
  const files = fitExcerpts(withFiles, left, template.tokens, layout, (excerpt) =>
    options.infill ? `${excerpt.path}\n${excerpt.text}` : write(excerpt),
  );
  return { window: { first: start, last }, prefix, suffix, files };
}

function promptOf(template: FimTemplate, scene: Scene, chosen: Chosen, asInfill: boolean): Prompt {
  const { prefix, suffix, files } = chosen;
  if (asInfill) {
    const others = files.map(({ of }) => ({ path: of.path, text: of.text }));
    return { kind: "infill", prefix, suffix, files: others };
  }
  const { path, project } = scene;
  const text = template.write({ prefix, suffix, files: joined(files), path, project });
  return { kind: "text", text };
}

export function fimFormat(template: FimTemplate): Format {
  const generic = template.name === "infill";
  return {
    name: template.name,
    use: "complete" satisfies FormatUse,
    models: template.models,
    prompt: generic ? "infill" : "text",
    render(scene: Scene, given: RenderOptions): Rendered | Unfit {
      const options = generic ? { ...given, infill: true } : given;
      const view = viewOf(scene);
      const at = { from: scene.cursor, to: scene.cursor };
      if (touchesMasked(scene, at)) return { unfit: "the cursor is in a secret" };
      const chosen = choose(view, template, options);
      const token = reservedIn(
        template.tokens,
        chosen.prefix,
        chosen.suffix,
        scene.path,
        scene.project,
      );
      if (token !== null) return unfit(token);
      const layout: Layout = layoutOf(
        view,
        chosen.window,
        null,
        chosen.files.map(({ of }) => excerptKey(of)),
      );
      const cuts = template.stop;
      const leaks = [...template.tokens, ...FOREIGN].filter(
        (reserved) => !cuts.includes(reserved) && !scene.text.includes(reserved),
      );
      return {
        prompt: promptOf(template, scene, chosen, options.infill === true),
        // An endpoint that puts the tokens in knows which of them end an answer.
        stop: options.infill ? [] : cuts,
        maxTokens: options.answerTokens,
        layout,
        region: at,
        reader: () => new FimReader({ scene, cuts, leaks }),
      };
    },
  };
}

export const fimTemplates: readonly FimTemplate[] = [
  qwen,
  codestral,
  deepseek,
  starcoder2,
  codegemma,
  seedCoder,
  granite,
  codellama,
  mercuryFim,
  infill,
];

export const fimFormats: readonly Format[] = fimTemplates.map(fimFormat);
