/**
 * Predictors that know more than text: language servers, syntax trees, the history of the repository.
 * What they need is asked for in pauses and behind frames; in a key's own turn they do nothing.
 */
import { join } from "node:path";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import type { Git } from "../../git/git.ts";
import type { CompletionItem } from "../../language/completion/item.ts";
import { Pause } from "../../language/features/pause.ts";
import type { LanguageServers } from "../../language/lsp/servers.ts";
import { type SyntaxTree, syntaxOf } from "../../language/syntax/syntax.ts";
import type { DocumentSnapshot } from "../../text/prediction.ts";
import { isPrivate, mayShow } from "../gate.ts";
import { tabOf } from "../install.ts";
import { Asking } from "./asking.ts";
import { type Candidates, namesOf, serverCandidates } from "./candidates.ts";
import { Caused, followEnds } from "./caused.ts";
import { coChangePredictor, type PartnerFile } from "./co-change.ts";
import { diagnosticPredictor } from "./diagnostic.ts";
import { failurePorts, failurePredictor, followFailures } from "./failure.ts";
import { importPredictor } from "./import.ts";
import { liveOf } from "./live.ts";
import { News } from "./news.ts";
import { propagatePredictor } from "./propagate.ts";
import { QuickFixes } from "./quick-fix.ts";
import { openedAt, ReferenceGatherer } from "./references.ts";
import { renamePredictor, type SyntaxPort } from "./rename.ts";
import { Rest } from "./rest.ts";
import { type ScopeTraits, scopeTraits, symbolAt } from "./symbols.ts";
import { ServerUses } from "./uses.ts";

/** The cursor rests, ms: what could be done here is asked for. */
const REST_MS = 150;
/** Nobody has typed for so long, ms: the edits in a file have settled. */
const SETTLED_MS = 1500;
const MOST_PARTNERS = 10;
/** A tree that is not ready within this time, ms, is waited for. */
const PARSE_MS = 1;

export interface TabServersRequest {
  readonly servers: LanguageServers;
  readonly git: Git;
  /** What the completion menu has for the word at the cursor. */
  items(): readonly CompletionItem[];
  /** A file of the project that is not open and was read, by its absolute path. */
  closed(path: string): DocumentSnapshot | null;
  /** Reads files of the project; absent: only what was read already is known. */
  bring?(paths: readonly string[], signal: AbortSignal): Promise<void>;
}

export interface TabServers {
  readonly caused: Caused;
  readonly references: ReferenceGatherer;
  /** What servers would complete at the cursor. */
  readonly candidates: Candidates;
  /** What they have said about the word at the cursor already, for the menu. */
  names(): readonly string[];
  /** Files that change together with one (absolute paths), the likeliest first. */
  partners(path: string): readonly PartnerFile[];
  symbolAt(doc: Document, pos: number): string | null;
  scopeTraits(doc: Document, pos: number, from: number): ScopeTraits | null;
  /** The cursor rests: as after a short pause. Resolves when what is asked then is there. */
  rest(): Promise<void>;
  /** As after a longer pause. */
  settle(): void;
  /** What fails in terminals leads to predictions from now on. */
  followFailures(): void;
  close(): void;
}

/** The predictors' part of the features must be there (`installTabFeatures`). */
export function installTabServers(
  editor: Editor,
  host: Pick<FeatureHost, "afterFrame" | "quietMs" | "env">,
  request: TabServersRequest,
): TabServers {
  const { servers, git } = request;
  const { arbiter, history, addPredictors } = tabOf(editor);
  const afterFrame = (callback: () => void): void => host.afterFrame(callback);
  const asking = new Asking(editor, afterFrame);
  const live = liveOf(editor, () => history.edits, {
    closed: (path) => request.closed(path),
    async bring(paths, signal) {
      await request.bring?.(paths.filter(isOwn), signal);
    },
  });
  const caused = new Caused(editor, {
    lastEdit: () => history.last,
    now: () => editor.services.now(),
    rebase: (doc, revision) => servers.history(doc).rebase(revision, doc.revision, doc.text),
  });
  followEnds(servers, caused);
  history.symbolAt = (doc, pos) => symbolAt(editor, doc, pos);
  const fixes = new QuickFixes(servers, asking);
  const opened = openedAt(servers);
  const allowed = (doc: Document): boolean =>
    mayShow(editor) &&
    !isPrivate(doc, host.env) &&
    doc.options.get("modifiable") &&
    !doc.options.get("readonly");
  const references = new ReferenceGatherer(servers, asking, opened, allowed);
  const uses = new ServerUses(servers, asking, opened, (path) => request.closed(path));
  const syntax = syntaxPort(editor);
  const rests = new Rest();
  const settled = new News();
  const failed = new News();
  const rest = async (): Promise<void> => {
    rests.begin();
    await references.rest();
  };
  const resting = new Pause(host, REST_MS, () => void rest());
  const settling = new Pause(host, SETTLED_MS, () => settled.tell());
  editor.events.on("command-done", () => {
    rests.end();
    if (editor.mode === "normal" && editor.options.get("predict")) resting.want();
  });
  // `c`: what is about to be changed can still be asked about.
  editor.events.on("mode", ({ to }) => {
    if (to === "operator" && editor.pending.endsWith("c")) afterFrame(() => lookBehind());
  });
  const lookBehind = (): void => {
    if (editor.mode === "operator") void references.look();
  };
  editor.events.on("document-saved", () => settled.tell());
  const partners = (path: string): readonly PartnerFile[] => partnersOf(git, path);
  addPredictors(
    renamePredictor(live, references, syntax, rests),
    diagnosticPredictor(live, caused, fixes),
    importPredictor(live, caused, fixes),
    failurePredictor(failurePorts(editor, live, fixes, failed)),
    propagatePredictor({ live, caused, fixes, syntax, uses, rest: rests }),
    coChangePredictor({
      live,
      partners,
      settled,
      wantPause: () => settling.want(),
      symbolAt(id, pos) {
        const doc = live.documentById(id);
        return doc && symbolAt(editor, doc, pos);
      },
    }),
  );
  return {
    caused,
    references,
    candidates: serverCandidates({ servers, asking, items: request.items }),
    names: () => namesOf(request.items()),
    partners,
    symbolAt: (doc, pos) => symbolAt(editor, doc, pos),
    scopeTraits: (doc, pos, from) => scopeTraits(editor, doc, pos, from),
    rest,
    settle: () => settled.tell(),
    followFailures: () => followFailures(editor, arbiter, failed, afterFrame),
    close() {
      resting.close();
      settling.close();
      asking.close();
      references.close();
    },
  };
}

/** What servers lead to may be a library's. */
function isOwn(path: string): boolean {
  return !/\/(?:node_modules|site-packages|\.git|\.venv|vendor|target)\//.test(path);
}

function partnersOf(git: Git, path: string): PartnerFile[] {
  const repository = git.repositoryOf(path);
  if (repository === null) return [];
  return git
    .coChange(repository)
    .partners(repository.name(path))
    .slice(0, MOST_PARTNERS)
    .map(({ name, probability, count }) => ({
      path: join(repository.root, name),
      probability,
      count,
    }));
}

function syntaxPort(editor: Editor): SyntaxPort {
  const tree = (doc: Document): SyntaxTree | null => {
    const found = syntaxOf(editor).tree(doc);
    return found?.revision === doc.revision ? found : null;
  };
  return {
    tree,
    treeSoon: (doc, signal) =>
      new Promise((resolve) => {
        const { revision } = doc;
        const known = syntaxOf(editor).ensure(doc, PARSE_MS);
        // A reason: there will be none.
        if (known !== null || syntaxOf(editor).reason(doc) !== null) return resolve(known);
        const end = (found: SyntaxTree | null): void => {
          stop();
          signal.removeEventListener("abort", aborted);
          resolve(found);
        };
        const aborted = (): void => end(null);
        const stop = syntaxOf(editor).onTree((other) => {
          if (other === doc && (tree(doc) !== null || doc.revision !== revision)) end(tree(doc));
        });
        signal.addEventListener("abort", aborted);
        if (signal.aborted) end(null);
      }),
  };
}
