/** What runs and what fails, followed: lists, marks, `:make`, `:Run`, `:Test`. */
import { performance } from "node:perf_hooks";
import type { Editor } from "../../editor/editor.ts";
import type { FeatureHost } from "../../editor/host.ts";
import { aroundOf } from "../around/install.ts";
import { diskPort } from "../project/disk-port.ts";
import { projectReader } from "../project/project.ts";
import type { Terminals } from "../terminals.ts";
import { installRunCommands } from "./commands.ts";
import { FailureView } from "./failure-view.ts";
import { Failures, failuresOf, setFailures } from "./failures.ts";
import { smallFiles } from "./files.ts";
import { failingFiles } from "./rerun.ts";
import { TestSigns } from "./test-signs.ts";
import { Watch } from "./watch.ts";

export interface Runs {
  readonly watch: Watch;
  readonly failures: Failures;
}

export function installRuns(
  editor: Editor,
  host: Pick<FeatureHost, "afterFrame" | "redraw" | "env">,
  terminals: Terminals,
): Runs {
  const afterFrame = (callback: () => void): void => host.afterFrame(callback);
  const redraw = (): void => host.redraw();
  const failures = failuresOf(editor) ?? new Failures(editor, { afterFrame });
  setFailures(editor, failures);
  new FailureView(editor, failures, redraw);
  const signs = new TestSigns(editor, { afterFrame, redraw });
  const watch = new Watch(editor, terminals, failures, {
    host: { afterFrame },
    now: () => performance.now(),
    tested: (results, cwd) => signs.add(results, cwd),
  });
  let known = "";
  failures.onChange(() => {
    const files = failingFiles(editor);
    const key = files.join("\0");
    if (key === known) return;
    known = key;
    aroundOf(editor)?.setFailing(files);
  });
  const reader = projectReader(diskPort, host.env.HOME ?? null);
  installRunCommands(editor, {
    terminals,
    watch,
    files: smallFiles(),
    project: async (folder) => (await reader.read(folder)).commands,
  });
  return { watch, failures };
}
