/**
 * Copilot's language server of an editor: its process, its state, and what it is asked. It is started
 * when the first document may be given to it; one that ends is started again, later each time.
 */
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { projectOf } from "../../editor/project.ts";
import { LanguageClient } from "../../language/lsp/client.ts";
import { notice } from "../../language/lsp/notice.ts";
import { RestartPlan } from "../../language/lsp/restart-plan.ts";
import { ServerLog } from "../../language/lsp/server-log.ts";
import type { ServerSpec } from "../../language/lsp/server-table.ts";
import type { AdmissionPorts } from "./admission.ts";
import { answerServer } from "./asked.ts";
import { CopilotDocuments } from "./documents.ts";
import { readStatus, type ServerCommand, type ServerStatus } from "./protocol.ts";
import { CAPABILITIES, INSTALL_HINT, programOfSpec, serverEnvironment } from "./spec.ts";

/** How long an answer may take, ms; a suggestion that comes later is of no use. */
const PATIENCE_MS = 10_000;
/** After a failure nothing is asked for so long, ms, twice as long each time up to the last. */
const FIRST_REST_MS = 2000;
const MOST_REST_MS = 120_000;

const KEY = "copilot";
const NORMAL: ServerStatus = { kind: "Normal", message: "", busy: false };
/** What it answers while nobody is signed in, with the code 1000. */
const SIGNED_OUT = /not authenticated|not signed ?in|notsignedin|notauthorized/i;

/** What was answered, and for what. */
export interface Answered {
  readonly value: unknown;
  readonly revision: number;
  readonly client: LanguageClient;
}

export interface ServerPorts extends AdmissionPorts {
  readonly version: string;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** What `status()` says is something else now. */
  changed(): void;
}

export class CopilotServer {
  readonly log = new ServerLog();
  readonly spec: ServerSpec;
  client: LanguageClient | null = null;
  /** As the server says it. */
  state: ServerStatus = NORMAL;
  /** Requests for suggestions, and those that failed. */
  asked = 0;
  failed = 0;
  readonly documents: CopilotDocuments;
  private readonly editor: Editor;
  private readonly host: FeatureHost;
  private readonly ports: ServerPorts;
  private readonly restarts: RestartPlan;
  private readonly stops: readonly (() => void)[];
  private closed = false;
  private missing = false;
  private failures = 0;
  private restUntil = Number.NEGATIVE_INFINITY;
  private toldSignedOut = false;

  constructor(editor: Editor, host: FeatureHost, spec: ServerSpec, ports: ServerPorts) {
    this.editor = editor;
    this.host = host;
    this.spec = spec;
    this.ports = ports;
    this.restarts = new RestartPlan(
      () => this.documents.settleSoon(),
      (text) => this.say(text),
      undefined,
      ":Copilot restart",
    );
    this.documents = new CopilotDocuments(editor, host, {
      ...ports,
      log: this.log,
      client: () => this.client,
      start: () => void this.start(),
    });
    this.stops = [
      host.trust.onDecision(() => this.placeChanged()),
      // Who switches models or predictions off wants nothing sent.
      editor.events.on("option", ({ name }) => {
        const isSwitch = name === "model" || name === "predict";
        if (isSwitch && !this.documents.enabled) void this.client?.stop();
      }),
    ];
    this.documents.settleSoon();
  }

  // Asking

  /** Whether suggestions for a document can be asked for now. */
  mayAsk(doc: Document): boolean {
    const { client } = this;
    return (
      client?.state === "ready" &&
      this.documents.enabled &&
      client.documents.has(doc) &&
      this.state.kind !== "Error" &&
      this.ports.now() >= this.restUntil
    );
  }

  /**
   * Asks for suggestions; `params` is made when the server has the present text. Null: there is no
   * answer, which is nobody's fault or was noted. Never rejects.
   */
  async suggest(
    method: string,
    doc: Document,
    params: (client: LanguageClient) => object,
    signal: AbortSignal,
  ): Promise<Answered | null> {
    const { client } = this;
    if (client === null || !this.mayAsk(doc)) return null;
    this.documents.scan();
    if (!client.documents.has(doc)) return null;
    this.asked++;
    this.documents.focus();
    const failure = this.failures;
    try {
      const options = { doc, signal, timeoutMs: PATIENCE_MS };
      // As a value: an answer for a text that changed meanwhile is not asked for again.
      client.flush();
      const { value, revision } = await client.request(method, params(client), options);
      if (this.failures === failure) this.failures = 0;
      return { value, revision, client };
    } catch (error) {
      if (error instanceof Cancelled) return null;
      if (!(error instanceof UserError)) throw error;
      this.fail(error.message);
      return null;
    }
  }

  /** An answer was none. */
  garbage(method: string): void {
    this.log.error(`${method}: no answer that the protocol knows`);
    this.fail("its answers make no sense");
  }

  private fail(message: string): void {
    this.failed++;
    if (SIGNED_OUT.test(message)) {
      this.setState({ kind: "Error", message: "not signed in", busy: false });
      return;
    }
    if (/took its answer back/.test(message) || this.client?.state !== "ready") return;
    const rest = Math.min(MOST_REST_MS, FIRST_REST_MS * 2 ** this.failures++);
    this.restUntil = this.ports.now() + rest;
    this.ports.changed();
  }

  /** Asks anything else. Starts the server where it is not running. Rejects with UserError. */
  async request(method: string, params: object, timeoutMs = PATIENCE_MS): Promise<unknown> {
    const client = await this.ready();
    this.documents.scan();
    return (await client.request(method, params, { timeoutMs })).value;
  }

  /** Tells the server something about a suggestion; nothing where it has ended meanwhile. */
  tell(client: LanguageClient, method: string, params: object): void {
    if (client !== this.client || client.state !== "ready") return;
    this.documents.scan();
    client.notify(method, params);
  }

  /** What an accepted suggestion wants to be called. */
  execute(client: LanguageClient, { command, arguments: given = [] }: ServerCommand): void {
    if (client !== this.client || client.state !== "ready") return;
    this.documents.scan();
    client.request("workspace/executeCommand", { command, arguments: given }).catch((error) => {
      // It only counts what is accepted.
      this.log.error(`${command}: ${messageOf(error)}`);
    });
  }

  // Start and end

  /** The folder it works in: where projects may start something; it runs what it finds there. */
  private root(): string | null {
    const root = projectOf(this.editor.cwd);
    return root !== null && this.host.trust.allows(root) ? root : null;
  }

  private start(): LanguageClient | null {
    if (this.closed || !this.restarts.mayStart(KEY)) return null;
    const program = programOfSpec(this.spec, this.host.env);
    if (program === null) {
      if (!this.missing) this.log.error(`${this.spec.command} is not installed (${INSTALL_HINT})`);
      this.missing = true;
      this.ports.changed();
      return null;
    }
    this.missing = false;
    const env = serverEnvironment(this.host.env);
    const client: LanguageClient = new LanguageClient(
      this.spec,
      this.root(),
      program,
      {
        env,
        version: this.ports.version,
        capabilities: () => CAPABILITIES,
        history: (doc) => this.documents.history(doc),
        onRequest: (own, method, params) => answerServer(own, method, params, (t) => this.say(t)),
        onNotification: (_own, method, params) => this.told(method, params),
        onSent: () => {},
        onEnd: (own, why) => this.ended(own, why),
      },
      this.log,
    );
    this.client = client;
    this.state = NORMAL;
    this.documents.unfocus();
    this.ports.changed();
    void client.start().then(() => {
      if (client.state !== "ready" || client !== this.client) return;
      this.documents.openAll();
      this.ports.changed();
    });
    return client;
  }

  /** The running server. Rejects with UserError when it can't be started. */
  private async ready(): Promise<LanguageClient> {
    const client = this.client?.state === "ended" || !this.client ? this.start() : this.client;
    if (client === null) {
      throw new UserError(
        this.missing
          ? `${this.spec.command} is not installed (${INSTALL_HINT})`
          : "Copilot's server has ended (:Copilot restart)",
      );
    }
    const started = Date.now();
    while (client.state === "starting" && Date.now() - started < 60_000) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (client.state !== "ready") throw new UserError("Copilot's server could not be started");
    return client;
  }

  private told(method: string, params: unknown): void {
    if (method === "didChangeStatus") {
      const status = readStatus(params);
      if (status !== null) this.setState(status);
    } else if (method === "window/logMessage" || method === "window/showMessage") {
      const { message, type } = (params ?? {}) as { message?: unknown; type?: unknown };
      if (typeof message !== "string") return;
      this.log.note(message);
      // Errors and warnings; the rest is for the log.
      if (method === "window/showMessage" && (type === 1 || type === 2)) this.say(message);
    }
  }

  private setState(state: ServerStatus): void {
    const before = this.state;
    this.state = state;
    if (state.kind === "Error") {
      if (!this.toldSignedOut) this.say(`${state.message || "not signed in"} (:Copilot signin)`);
      this.toldSignedOut = true;
    } else if (before.kind === "Error") {
      this.toldSignedOut = false;
      this.failures = 0;
      this.restUntil = Number.NEGATIVE_INFINITY;
    }
    if (before.kind !== state.kind || before.message !== state.message) this.ports.changed();
  }

  /** Somebody has signed in: it is asked again, also when it does not say so itself. */
  signedIn(): void {
    if (this.state.kind === "Error") this.setState(NORMAL);
  }

  private ended(client: LanguageClient, why: string): void {
    if (client !== this.client) return;
    this.state = NORMAL;
    this.ports.changed();
    if (!client.wasStopped && !this.closed) this.restarts.ended(KEY, "Copilot's server", why);
  }

  private placeChanged(): void {
    const { client } = this;
    if (client === null || client.state === "ended" || client.root === this.root()) return;
    void client.stop().then(() => this.documents.settleSoon());
  }

  /** Ends it and starts it again; files that were refused are looked at anew. */
  async restart(): Promise<void> {
    this.restarts.forget();
    this.documents.refused.clear();
    this.failures = 0;
    this.restUntil = Number.NEGATIVE_INFINITY;
    await this.client?.stop();
    this.client = null;
    this.documents.settleSoon();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.documents.close();
    for (const stop of this.stops) stop();
    this.restarts.forget();
    await this.client?.stop();
  }

  // Words

  private say(text: string): void {
    notice(this.editor, text.startsWith("Copilot") ? text : `Copilot: ${text}`);
    this.host.redraw();
  }

  /** For the status line: "" while all is well. */
  status(): string {
    const { client, state } = this;
    if (this.missing) return "copilot: not installed";
    if (client === null) return "";
    if (client.state === "starting") return "copilot: starting";
    if (client.state === "ended") {
      return this.restarts.mayStart(KEY) ? "" : "copilot: ended";
    }
    if (state.kind === "Error") return "copilot: not signed in";
    const wait = this.restUntil - this.ports.now();
    if (wait > 0) return `copilot: fails, again in ${Math.ceil(wait / 1000)} s`;
    return state.kind === "Warning" ? `copilot: ${state.message || "trouble"}` : "";
  }
}
