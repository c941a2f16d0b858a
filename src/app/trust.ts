/** `:trust`: what may be started for the project of the buffer, and the notice on its first file. */
import { UserError } from "../base/errors.ts";
import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { ExCall } from "../editor/ex-command.ts";
import type { FeatureHost } from "../editor/host.ts";
import { absolutePath, shownPath } from "../editor/paths.ts";
import { projectOf } from "../editor/project.ts";

/** A status-line notice, never a question, and once for each project. */
export function installTrust(editor: Editor, host: FeatureHost): void {
  const told = new Set<string>();
  const notice = (doc: Document): void => {
    if (doc.path === null || doc.kind !== "file") return;
    const project = projectOf(doc.path);
    if (project === null || told.has(project)) return;
    told.add(project);
    if (host.trust.of(project).decision !== "unknown") return;
    editor.showMessage(
      `${shownPath(editor, project)} is not trusted: no servers, no hooks (:trust)`,
    );
  };
  editor.events.on("document-open", (doc) => {
    // The message of the opened file comes first.
    setImmediate(() => {
      if (editor.docs.includes(doc)) notice(doc);
      host.redraw();
    });
  });
  for (const doc of editor.docs) notice(doc);
  host.redraw();
  editor.exCommands = [
    ...editor.exCommands,
    {
      name: "trust",
      min: 5,
      bar: true,
      args: true,
      bang: true,
      doc: "Trust the project of the buffer, or a folder; `:trust!` forgets it, `:trust list` lists",
      complete: "dir",
      run: (call) => trust(call, host),
    },
    {
      name: "untrust",
      min: 7,
      bar: true,
      args: true,
      doc: "Keep the project of the buffer, or a folder, from starting anything, without a notice",
      complete: "dir",
      run: ({ editor: self, args }) => {
        const folder = folderOf(self, args);
        host.trust.decide(folder, "untrusted");
        self.showMessage(`${shownPath(self, folder)} is not trusted`);
      },
    },
  ];
}

function trust({ editor, args, bang }: ExCall, host: FeatureHost): void {
  if (args.trim() === "list") {
    const all = host.trust.all();
    if (all.length === 0) editor.showMessage("No folder is trusted");
    else {
      editor.showMessage(all.map(([folder, decision]) => `${decision}\t${folder}`).join("\n"));
    }
    return;
  }
  const folder = folderOf(editor, args);
  host.trust.decide(folder, bang ? null : "trusted");
  const shown = shownPath(editor, folder);
  editor.showMessage(bang ? `Nothing is decided about ${shown}` : `${shown} is trusted`);
}

function folderOf(editor: Editor, args: string): string {
  const typed = args.trim();
  if (typed !== "") return absolutePath(editor, typed);
  const project = projectOf(editor.doc.path ?? editor.cwd);
  if (project === null) throw new UserError("No project here: name a folder");
  return project;
}
