/** An editor with git in a test's repository, driven by keys. */
import { composeEditor } from "../../src/app/compose.ts";
import { parseKeys } from "../../src/base/key.ts";
import { Trust } from "../../src/base/trust.ts";
import { installDiff } from "../../src/commands/diff.ts";
import { KeyLoop } from "../../src/editor/key-loop.ts";
import { resizeScreen } from "../../src/editor/layout-windows.ts";
import { installGit } from "../../src/git/install.ts";
import { slice, textOf } from "../../src/text/text.ts";
import type { TestRepository } from "./repo.ts";

/** Opens a file; keys are typed with `type`, which waits for what they started. */
export function open(
  repo: TestRepository,
  name: string,
  trusted = true,
  more: NodeJS.ProcessEnv = {},
) {
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  editor.cwd = repo.root;
  editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
  resizeScreen(editor, 60, 160);
  const trust = new Trust(null);
  if (trusted) trust.decide(repo.root, "trusted");
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", ...more };
  const diff = installDiff(editor);
  const git = installGit(editor, {
    redraw() {},
    afterFrame: (callback) => setImmediate(callback),
    quietMs: () => 0,
    env,
    stateFolder: null,
    trust,
    store: null,
  });
  repo.git("config", "user.name", "A");
  repo.git("config", "user.email", "a@example.com");
  const loop = new KeyLoop(editor, editor.mainFiber);
  // What is asked for may take its time on a busy machine.
  loop.patience = 60_000;
  editor.loop = loop;
  loop.feed(parseKeys(`:e ${name}<CR>`));
  return {
    editor,
    git,
    diff,
    doc: editor.doc,
    /** Types keys and waits until the last command is done. */
    async type(keys: string): Promise<void> {
      loop.feed(parseKeys(keys));
      while (loop.request.wait !== undefined) {
        await new Promise<void>((resolve) => {
          const stop = editor.events.on("resumed", () => {
            stop();
            resolve();
          });
        });
      }
    },
    get text(): string {
      return slice(editor.doc.text, 0, editor.doc.text.length);
    },
    get message(): string {
      return editor.message?.text ?? "";
    },
  };
}
