/** Pickers on what servers know: symbols of the workspace and of the buffer, references. */
import { relative } from "node:path";
import { Cancelled, messageOf, UserError } from "../../base/errors.ts";
import type { Fiber } from "../../editor/fiber.ts";
import type { PickItem, PickSink, PickSource } from "../../editor/picker.ts";
import { goToPlace, type OpenHow } from "../../editor/place.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { outlineItems } from "../structure/outline.ts";
import { askServers, clientsFor } from "./ask.ts";
import { placesOf } from "./places.ts";
import {
  askSymbols,
  placeOfSymbol,
  SYMBOLS_METHOD,
  type WorkspaceSymbol,
  workspaceSymbols,
} from "./symbols.ts";

const REFERENCES = "textDocument/references";

export function languageSources(servers: LanguageServers): PickSource[] {
  return [symbolSource(servers), outlineSource(servers), referenceSource(servers)];
}

/** Runs what fills a list; what a server refuses is said in it. */
function fill(
  { editor }: LanguageServers,
  sink: PickSink,
  signal: AbortSignal,
  work: () => Promise<PickItem[]>,
): void {
  work().then(
    (items) => {
      if (signal.aborted) return;
      sink.push(items);
      sink.done();
    },
    (error: unknown) => {
      if (signal.aborted || error instanceof Cancelled) return;
      if (!(error instanceof UserError)) editor.reportBug("a list of a server", error);
      sink.done(messageOf(error));
    },
  );
}

function symbolSource(servers: LanguageServers): PickSource {
  const { editor } = servers;
  return {
    name: "symbols",
    title: "Symbols",
    doc: "The symbols of the projects whose servers run, asked for as you type",
    live: true,
    dialect: "part of a name",
    start(query, sink, signal) {
      fill(servers, sink, signal, async () => {
        if (!servers.ready().some((client) => client.supports("workspace/symbol"))) {
          throw new UserError("No language server that knows symbols is running");
        }
        const symbols = await workspaceSymbols(servers, query, signal);
        return symbols.map((symbol) => ({
          text: symbol.name,
          detail: [
            symbol.kind,
            symbol.container,
            `${relative(editor.cwd, symbol.path)}:${symbol.point.row + 1}`,
          ]
            .filter((word) => word !== "")
            .join("  "),
          place: { path: symbol.path, point: symbol.point },
          data: symbol,
        }));
      });
    },
    *accept(item: PickItem, how: OpenHow): Fiber {
      const symbol = item.data as WorkspaceSymbol;
      const { client } = symbol.answer;
      const place = placeOfSymbol(servers, symbol);
      if (place === null) throw new UserError(`${symbol.path} is gone`);
      servers.follow(client, place.path);
      yield* goToPlace(editor, { path: place.path, point: place.start }, how);
    },
  };
}

function outlineSource(servers: LanguageServers): PickSource {
  const { editor } = servers;
  return {
    name: "outline",
    title: "Outline",
    doc: "The symbols of the buffer, as its server says; without one, its syntax tree",
    start(_query, sink, signal) {
      const { doc } = editor;
      fill(servers, sink, signal, async () => {
        const known = servers.clients(doc, SYMBOLS_METHOD).length > 0;
        const own = known ? null : outlineItems(editor, doc);
        if (own !== null) return own;
        const clients = clientsFor(servers, doc, SYMBOLS_METHOD);
        const symbols = await askSymbols(clients, doc, signal);
        return symbols.map(({ name, kind, depth, point }) => ({
          text: `${"  ".repeat(depth)}${name}`,
          detail: kind,
          place: { doc, point },
        }));
      });
    },
  };
}

function referenceSource(servers: LanguageServers): PickSource {
  const { editor } = servers;
  return {
    name: "references",
    title: "References",
    doc: "Where the word under the cursor is used, as the server says",
    start(_query, sink, signal) {
      const { doc, win } = editor;
      const { pos } = win.cursor;
      fill(servers, sink, signal, async () => {
        const clients = clientsFor(servers, doc, REFERENCES);
        const context = { includeDeclaration: true };
        const answers = await askServers(
          clients,
          { doc, method: REFERENCES, params: (client) => ({ ...client.at(doc, pos), context }) },
          signal,
        );
        return placesOf(servers, answers).places.map(({ path, start, line }) => ({
          text: `${relative(editor.cwd, path)}:${start.row + 1}: ${line.trim()}`,
          place: { path, point: start },
        }));
      });
    },
  };
}
