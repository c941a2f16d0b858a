/** What became of tests, in the gutter at their lines. */
import type { Document } from "../../editor/document.ts";
import type { Editor } from "../../editor/editor.ts";
import { Sign } from "../../text/slots.ts";
import { posOf } from "../../text/text.ts";
import type { TestResult, TestStatus } from "../matchers/finding.ts";
import { type FoundTest, testsIn } from "./test-finder.ts";
import { testLanguageOf } from "./test-table.ts";

const NAMESPACE = "tests";
const PRIORITY = 8;
const MOST_KEPT = 5000;

const GROUPS: Readonly<Record<TestStatus, string>> = {
  pass: "tab.sign.add",
  fail: "sign.error",
  skip: "sign.hint",
};

interface Known {
  readonly status: TestStatus;
  /** As the program named it, absolute or not; null: it did not. */
  readonly file: string | null;
  /** Where it ran, absolute: it says nothing of tests elsewhere. Null: not known. */
  readonly cwd: string | null;
}

export class TestSigns {
  private readonly editor: Editor;
  private readonly afterFrame: (callback: () => void) => void;
  private readonly redraw: () => void;
  /** By the test's own name, the last part of what the program says. */
  private readonly known = new Map<string, Known[]>();
  private readonly shown = new Set<Document>();

  constructor(editor: Editor, ports: { afterFrame(callback: () => void): void; redraw(): void }) {
    this.editor = editor;
    this.afterFrame = (callback) => ports.afterFrame(callback);
    this.redraw = () => ports.redraw();
    editor.events.on("document-open", (doc) => {
      if (this.known.size > 0 && !this.shown.has(doc)) this.afterFrame(() => this.show(doc));
    });
    editor.events.on("document-close", (doc) => this.shown.delete(doc));
  }

  /** Newer results take the place of those of the same tests. */
  add(results: readonly TestResult[], cwd: string | null): void {
    const fresh = new Map<string, Map<string | null, TestStatus>>();
    for (const { test, status, file } of results) {
      const name = lastPart(test);
      const files = fresh.get(name) ?? new Map<string | null, TestStatus>();
      // A test with several parameters has failed when it has failed once.
      if (files.get(file) !== "fail") files.set(file, status);
      fresh.set(name, files);
    }
    for (const [name, files] of fresh) {
      const others = (this.known.get(name) ?? []).filter(
        (known) => known.cwd !== cwd || !files.has(known.file),
      );
      const own = [...files].map(([file, status]) => ({ file, status, cwd }));
      this.known.delete(name);
      this.known.set(name, [...others, ...own]);
    }
    for (const name of this.known.keys()) {
      if (this.known.size <= MOST_KEPT) break;
      this.known.delete(name);
    }
    for (const doc of this.editor.docs) this.show(doc);
    this.redraw();
  }

  private show(doc: Document): void {
    const language = testLanguageOf(doc.options.get("filetype"));
    if (language === null || doc.path === null || !doc.loaded || doc.kind !== "file") return;
    if (!language.files.test(doc.path)) return;
    const tests = testsIn(doc.text, language);
    const signs = tests.flatMap((test) => {
      const status = this.statusOf(doc.path!, test);
      return status === null ? [] : [{ test, status }];
    });
    this.shown.add(doc);
    const ascii = this.editor.options.get("ascii");
    const marks = ascii ? { pass: "+", fail: "x", skip: "-" } : { pass: "✓", fail: "✗", skip: "○" };
    doc.slots.publish(
      "signs",
      NAMESPACE,
      signs.map(({ test, status }) =>
        new Sign(marks[status], GROUPS[status], PRIORITY).range(posOf(doc.text, test.row, 0)),
      ),
    );
  }

  private statusOf(path: string, test: FoundTest): TestStatus | null {
    const known =
      this.known.get(lastPart(test.name)) ?? this.known.get(test.name.replace(/\s/g, "_"));
    if (known === undefined) return null;
    return known.findLast((each) => isAbout(each, path))?.status ?? null;
  }
}

function isAbout({ file, cwd }: Known, path: string): boolean {
  if (file !== null && path === file) return true;
  if (cwd !== null && !path.startsWith(`${cwd}/`)) return false;
  return file === null || path.endsWith(`/${file.replace(/^\.\//, "")}`);
}

/** `a suite › it works`, `tests::it_works`, `TestX/child`, `test_x[1]`: the test's own name. */
export function lastPart(test: string): string {
  const name = test.split(/ [>›] |::|(?<=\w)\/(?=\w)/).at(-1)!;
  return name
    .replace(/\[[^\]]*\]$/, "")
    .replace(/\(\)$/, "")
    .replace(/^.*\.(?=test\w*$)/, "")
    .trim();
}
