/** Going where servers lead: definitions, references, types, symbols of the document. */
import { UserError } from "../../base/errors.ts";
import type { Command, CommandContext } from "../../editor/command.ts";
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import type { Fiber } from "../../editor/fiber.ts";
import { goToPlace } from "../../editor/place.ts";
import { locationsOf, type QuickfixItem, quickfixOf } from "../../editor/quickfix.ts";
import type { LanguageClient } from "../lsp/client.ts";
import type { LanguageServers } from "../lsp/servers.ts";
import { askServers, clientsFor, namesOf, waitFor } from "./ask.ts";
import { type FoundPlace, type FoundPlaces, placesOf, requirePlaces } from "./places.ts";
import { documentSymbols } from "./symbols.ts";

interface Destination {
  readonly name: string;
  readonly method: string;
  /** As in "No {what} found". */
  readonly what: string;
  readonly title: string;
  readonly doc: string;
}

const DESTINATIONS: readonly Destination[] = [
  {
    name: "definition",
    method: "textDocument/definition",
    what: "definition",
    title: "Definitions",
    doc: "Go to where the word under the cursor is defined, as the server says",
  },
  {
    name: "declaration",
    method: "textDocument/declaration",
    what: "declaration",
    title: "Declarations",
    doc: "Go to where the word under the cursor is declared, as the server says",
  },
  {
    name: "implementation",
    method: "textDocument/implementation",
    what: "implementation",
    title: "Implementations",
    doc: "Go to what implements the word under the cursor",
  },
  {
    name: "type-definition",
    method: "textDocument/typeDefinition",
    what: "type definition",
    title: "Type definitions",
    doc: "Go to where the type of the word under the cursor is defined",
  },
  {
    name: "references",
    method: "textDocument/references",
    what: "reference",
    title: "References",
    doc: "List where the word under the cursor is used",
  },
];

export function navigationCommands(servers: LanguageServers): Command[] {
  return [
    ...DESTINATIONS.map((to) => ({
      name: `language.${to.name}`,
      doc: to.doc,
      run: (context: CommandContext) => navigate(servers, to, context),
    })),
    {
      name: "language.tag",
      doc: "Go to the first definition of the word under the cursor",
      run: (context) => tag(servers, context),
    },
    {
      name: "language.outline",
      doc: "List the symbols of the buffer",
      run: (context) => outline(servers, context),
    },
  ];
}

/** The places that a method leads to from the cursor. Asked by a command. */
function* placesFrom(
  servers: LanguageServers,
  doc: Document,
  pos: number,
  method: string,
): Fiber<FoundPlaces> {
  const clients = clientsFor(servers, doc, method);
  return yield* waitFor(namesOf(clients), async (signal) => {
    const params = (client: LanguageClient) => placeParams(client, doc, pos, method);
    return placesOf(servers, await askServers(clients, { doc, method, params }, signal));
  });
}

function placeParams(client: LanguageClient, doc: Document, pos: number, method: string): object {
  const at = client.at(doc, pos);
  const isReferences = method === "textDocument/references";
  return isReferences ? { ...at, context: { includeDeclaration: true } } : at;
}

function* navigate(
  servers: LanguageServers,
  { method, what, title }: Destination,
  { editor, doc, win }: CommandContext,
): Fiber {
  const found = yield* placesFrom(servers, doc, win.cursor.pos, method);
  requirePlaces(found, what);
  const { places } = found;
  if (places.length === 1) return yield* jump(servers, places[0]!);
  for (const { client, path } of places) servers.follow(client, path);
  quickfixOf(editor).set({ title, items: places.map(quickfixItem) });
  yield* editor.ex("copen");
}

/** `CTRL-]`: to the first one; the others are in the quickfix list. */
function* tag(servers: LanguageServers, { editor, doc, win }: CommandContext): Fiber {
  const found = yield* placesFrom(servers, doc, win.cursor.pos, "textDocument/definition");
  requirePlaces(found, "definition");
  const { places } = found;
  yield* jump(servers, places[0]!);
  if (places.length === 1) return;
  quickfixOf(editor).set({ title: "Definitions", items: places.map(quickfixItem) });
  editor.showMessage(`definition 1 of ${places.length} (:copen)`);
}

/** The way back is CTRL-O. */
export function* jump(servers: LanguageServers, { client, path, start }: FoundPlace): Fiber {
  servers.follow(client, path);
  yield* goToPlace(servers.editor, { path, point: start });
}

export function quickfixItem({ path, start, end, line }: FoundPlace): QuickfixItem {
  return { path, point: start, endPoint: end, text: line.trim() };
}

/** `gO`, into the location list, as Neovim does. */
function* outline(servers: LanguageServers, { editor, doc, win }: CommandContext): Fiber {
  const symbols = yield* documentSymbols(servers, doc);
  if (symbols.length === 0) throw new UserError("No symbols found");
  const { path } = doc;
  locationsOf(editor, win).set({
    title: "Symbols",
    items: symbols.map(({ name, kind, depth, point }) => ({
      ...(path === null ? { doc } : { path }),
      point,
      text: `${"  ".repeat(depth)}${name} [${kind}]`,
    })),
  });
  yield* openLocations(editor);
}

function* openLocations(editor: Editor): Fiber {
  yield* editor.ex("lopen");
}
