/** What of `node-llama-cpp` is used: it is installed on demand, so its own types are not there. */

/** A number, branded in its own types. */
export type Token = number;

export interface LlamaLibrary {
  getLlama(options: {
    readonly gpu: false | "auto";
    readonly build: "never";
    readonly skipDownload: boolean;
    readonly progressLogs: boolean;
    readonly maxThreads: number;
    readonly logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  resolveChatWrapper(model: LlamaModel): {
    generateContextState(state: { readonly chatHistory: readonly object[] }): {
      readonly contextText: { tokenize(tokenizer: unknown): readonly Token[] };
    };
  };
}

export interface Llama {
  loadModel(options: {
    readonly modelPath: string;
    readonly gpuLayers: number | "auto";
  }): Promise<LlamaModel>;
}

export interface LlamaModel {
  readonly tokenizer: unknown;
  readonly tokens: {
    readonly bos: Token | null;
    readonly shouldPrependBosToken: boolean;
    readonly infill: {
      readonly prefix: Token | null;
      readonly middle: Token | null;
      readonly suffix: Token | null;
    };
  };
  tokenize(text: string, specialTokens: boolean): readonly Token[];
  detokenize(tokens: readonly Token[]): string;
  createContext(options: {
    readonly contextSize: number;
    readonly sequences: number;
    readonly batchSize: number;
    readonly threads: { readonly ideal: number; readonly min: number };
  }): Promise<{ readonly contextSize: number; getSequence(): Sequence }>;
  dispose(): Promise<void>;
}

export interface Sequence {
  readonly nextTokenIndex: number;
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  evaluate(
    tokens: readonly Token[],
    options: { readonly temperature: number },
  ): AsyncGenerator<Token>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
}
