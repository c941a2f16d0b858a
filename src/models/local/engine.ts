/**
 * A model that is loaded, with one context. The tokens of a prompt that it has seen in the last one are
 * not computed again, so that a keystroke costs what is new.
 */

import type { Finish, Prompt, Usage } from "../prompt.ts";
import { StopCutter } from "../wire/stop-cutter.ts";
import type { Llama, LlamaLibrary, LlamaModel, Sequence, Token } from "./library.ts";
import type { AskBody } from "./protocol.ts";

/** Tokens that are computed between two looks at whether anybody still waits. */
const CHUNK = 64;
/** Of the context, the share that a suffix may take. */
const SUFFIX_SHARE = 0.25;
/** A token's text may end in the middle of a character. */
const BROKEN = "\ufffd";

/** The prompt can't be answered: one line. */
export class Unanswerable extends Error {}

export interface LoadRequest {
  /** Absolute. */
  readonly path: string;
  /** Tokens of prompt and answer together. */
  readonly context: number;
  /** Of the processor, at most. */
  readonly threads: number;
  /** A graphic card computes what fits. */
  readonly gpu: boolean;
}

export class Engine {
  private readonly library: LlamaLibrary;
  private readonly model: LlamaModel;
  private readonly sequence: Sequence;
  private readonly context: number;
  private readonly close: () => Promise<void>;

  private constructor(
    library: LlamaLibrary,
    model: LlamaModel,
    sequence: Sequence,
    context: number,
    close: () => Promise<void>,
  ) {
    this.library = library;
    this.model = model;
    this.sequence = sequence;
    this.context = context;
    this.close = close;
  }

  static async load(library: LlamaLibrary, llama: Llama, request: LoadRequest): Promise<Engine> {
    const { path, context, threads, gpu } = request;
    const model = await llama.loadModel({ modelPath: path, gpuLayers: gpu ? "auto" : 0 });
    try {
      const made = await model.createContext({
        contextSize: context,
        sequences: 1,
        batchSize: 512,
        threads: { ideal: threads, min: 1 },
      });
      return new Engine(library, model, made.getSequence(), made.contextSize, () =>
        model.dispose(),
      );
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }

  /** Gives the answer in pieces. Ends early, with "closed", when `signal` is aborted. */
  async *answer(
    ask: AskBody,
    signal: AbortSignal,
  ): AsyncGenerator<string, { readonly finish: Finish; readonly usage: Usage }> {
    const { sequence, model } = this;
    const tokens = this.tokensOf(ask.prompt, ask.maxTokens);
    if (tokens.length === 0) throw new Unanswerable("the prompt is empty");
    if (tokens.length + ask.maxTokens > this.context) {
      throw new Unanswerable(
        `the prompt has ${tokens.length} tokens and ${ask.maxTokens} may follow, the context has ${this.context}`,
      );
    }
    // The last token is always computed: its outcome is the first of the answer.
    await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
    const cachedTokens = sequence.nextTokenIndex;
    const usage = (answerTokens: number): Usage => ({
      promptTokens: tokens.length,
      cachedTokens,
      answerTokens,
    });
    let at = cachedTokens;
    while (tokens.length - 1 - at > 0) {
      if (signal.aborted) return { finish: "closed", usage: usage(0) };
      const next = Math.min(at + CHUNK, tokens.length - 1);
      await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, next));
      at = next;
    }
    if (ask.maxTokens === 0) return { finish: "stop", usage: usage(0) };
    const cutter = new StopCutter(ask.stop);
    const made: Token[] = [];
    let told = 0;
    const options = { temperature: ask.temperature };
    let finish: Finish = "stop";
    for await (const token of sequence.evaluate(tokens.slice(at), options)) {
      if (signal.aborted) return { finish: "closed", usage: usage(made.length) };
      made.push(token);
      const text = model.detokenize(made);
      if (!text.endsWith(BROKEN)) {
        const certain = cutter.add(text.slice(told));
        told = text.length;
        if (certain !== "") yield certain;
        if (cutter.stopped) break;
      }
      if (made.length >= ask.maxTokens) {
        finish = "length";
        break;
      }
    }
    if (!cutter.stopped) {
      const rest = cutter.add(model.detokenize(made).slice(told)) + cutter.end();
      if (rest !== "") yield rest;
    }
    return { finish, usage: usage(made.length) };
  }

  private tokensOf(prompt: Prompt, answer: number): readonly Token[] {
    const { model } = this;
    switch (prompt.kind) {
      case "text":
        return this.begun(model.tokenize(prompt.text, true));
      case "infill":
        return this.infillTokens(prompt, answer);
      case "chat":
        return this.chatTokens(prompt);
    }
  }

  private begun(tokens: readonly Token[]): readonly Token[] {
    const { bos, shouldPrependBosToken } = this.model.tokens;
    if (!shouldPrependBosToken || bos === null || tokens[0] === bos) return tokens;
    return [bos, ...tokens];
  }

  /** As llama.cpp's `/infill`: what is before, what is behind, what is to come between. */
  private infillTokens(
    { prefix, suffix, files }: Extract<Prompt, { kind: "infill" }>,
    answer: number,
  ): readonly Token[] {
    const { model } = this;
    const { infill } = model.tokens;
    if (infill.prefix === null || infill.suffix === null || infill.middle === null) {
      throw new Unanswerable("the model has no tokens for text between two others");
    }
    const before = files.map(({ path, text }) => `// ${path}\n${text}\n`).join("\n");
    const room = Math.max(0, this.context - answer - 4);
    const behind = model.tokenize(suffix, false).slice(0, Math.floor(room * SUFFIX_SHARE));
    const own = model.tokenize(prefix, false).slice(-(room - behind.length));
    const left = room - behind.length - own.length;
    const extra = before === "" ? [] : model.tokenize(before, false);
    const fits = extra.length <= left ? extra : [];
    return this.begun([...fits, infill.prefix, ...own, infill.suffix, ...behind, infill.middle]);
  }

  private chatTokens({ system, messages, begun }: Extract<Prompt, { kind: "chat" }>) {
    const wrapper = this.library.resolveChatWrapper(this.model);
    const chatHistory = [
      ...(system === "" ? [] : [{ type: "system" as const, text: system }]),
      ...messages.map(({ role, content }) =>
        role === "user"
          ? { type: "user" as const, text: content }
          : { type: "model" as const, response: [content] },
      ),
      { type: "model" as const, response: begun === undefined ? [] : [begun] },
    ];
    const { contextText } = wrapper.generateContextState({ chatHistory });
    return this.begun(contextText.tokenize(this.model.tokenizer));
  }

  dispose(): Promise<void> {
    return this.close();
  }
}
