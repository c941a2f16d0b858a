/** Copilot's server: who may be opened in it, signing in, its end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { statusItemsOf } from "../../../src/editor/status-items.ts";
import { item, lab, range } from "./lab.ts";
import type { Script } from "./server.ts";

const KEY = `ghp_${"a1B2".repeat(9)}`;

test("ignored files, files with credentials and files outside of the allowed folders are never opened", async () => {
  const here = lab({
    allow: ["src"],
    files: {
      ".gitignore": "ignored.ts\n",
      ".hunchignore": "private/\n",
      "src/a.ts": "a\n",
      "src/ignored.ts": "b\n",
      "src/private/c.ts": "c\n",
      "src/.env": "D=1\n",
      "src/key.ts": `const token = "${KEY}";\n`,
      "other/e.ts": "e\n",
    },
  });
  for (const name of ["ignored.ts", "private/c.ts", ".env", "key.ts"]) here.open(`src/${name}`);
  here.open("other/e.ts");
  here.open("src/a.ts");
  await here.has("src/a.ts");
  const { refused } = here.copilot.server.documents;
  await here.until(() => refused.size >= 5, "the others are refused");
  for (const name of ["src/.env", "src/key.ts", "other/e.ts"]) {
    here.open(name);
    await here.type("ix<Esc>");
  }
  const { texts, faults } = await here.told();
  assert.deepEqual(Object.keys(texts), [here.uri("src/a.ts")]);
  assert.deepEqual(faults, []);
});

test("a key that is pasted into a file ends its being sent, until it is gone and saved", async () => {
  const here = lab({ files: { "a.ts": "one\ntwo\n" } });
  const doc = here.open("a.ts");
  await here.has("a.ts");
  here.editor.dispatch(doc, {
    changes: { from: 0, to: 0, insert: `t = "${KEY}"` },
    origin: "put",
  } as never);
  await here.until(() => here.copilot.server.documents.refused.size === 1, "it is refused");
  const told = await here.told(({ texts }) => Object.keys(texts).length === 0);
  assert.equal(JSON.stringify(told).includes("ghp_"), false);
  await here.type("dd:w<CR>");
  await here.has("a.ts");
});

test("who is not signed in is told once, asked nothing more, and signs in with a code", async () => {
  const here = lab({ signedOut: true, files: { "a.ts": "a\n\n" } });
  const said: string[] = [];
  const { editor } = here;
  const show = editor.showMessage.bind(editor);
  editor.showMessage = (text, kind) => {
    said.push(text);
    show(text, kind);
  };
  here.open("a.ts", "a\n|");
  await here.has("a.ts");
  await here.until(() => here.copilot.status() === "copilot: not signed in", "the status says so");
  await here.type("ixyz<Esc>");
  assert.equal(here.copilot.server.asked, 0);
  assert.equal(said.filter((text) => text.includes(":Copilot signin")).length, 1);
  await here.type(":Copilot signin<CR>");
  await here.until(() => said.some((text) => text.includes("ABCD-EFGH")), "the code is shown");
  assert.match(said.find((text) => text.includes("ABCD"))!, /https:\/\/github\.com\/login\/device/);
  await here.type("<CR>");
  await here.answers("inlineCompletion", item("xyz.abc", range(1, 0, 3)));
  // The server hears of the browser's end only then.
  await here.told(({ methods }) => methods.includes("workspace/executeCommand"));
  await here.until(() => editor.loop!.idle, "no question is open");
  await here.until(() => {
    void here.ask("test/release");
    return here.copilot.status() === "";
  }, "it is signed in");
  await here.until(() => said.some((text) => /signed in as octocat/.test(text)), "it says so");
  await here.type("A.");
  await here.until(() => here.copilot.server.asked > 0, "it is asked");
  await here.type("<Esc>:Copilot signout<CR>");
  await here.until(() => here.copilot.status() === "copilot: not signed in", "signed out");
});

/** Signs in with a code that is entered at once; answers all that was said. */
async function enterCode(script: Pick<Script, "signIn">) {
  const here = lab({ signedOut: true, ...script, files: { "a.ts": "a\n\n" } });
  const said: string[] = [];
  const { editor } = here;
  const show = editor.showMessage.bind(editor);
  editor.showMessage = (text, kind) => {
    said.push(text);
    show(text, kind);
  };
  here.open("a.ts", "a\n|");
  await here.has("a.ts");
  await here.until(() => here.copilot.status() === "copilot: not signed in", "the status says so");
  await here.type(":Copilot signin<CR>");
  await here.until(() => said.some((text) => text.includes("ABCD-EFGH")), "the code is shown");
  await here.type("<CR>");
  await here.told(({ methods }) => methods.includes("workspace/executeCommand"));
  const answered = (): boolean => said.some((text) => /signed in as|signed in: /.test(text));
  await here.until(() => {
    if (!answered()) void here.ask("test/release");
    return answered();
  }, "it is said how it ended");
  return { here, said };
}

test("a code that is too old is said", async () => {
  const { here, said } = await enterCode({ signIn: "expires" });
  const row = "Copilot: not signed in: the device code has expired";
  assert.ok(said.includes(row), said.join("|"));
  assert.equal(here.copilot.status(), "copilot: not signed in");
});

test("who has signed in is asked for, also where the server does not tell of it", async () => {
  const { here } = await enterCode({ signIn: "silent" });
  assert.equal(here.copilot.status(), "");
});

test("a server that ends is said once and started again with what it had", async () => {
  const here = lab({ files: { "a.ts": "a\n" } });
  here.open("a.ts");
  await here.has("a.ts");
  const { pid } = here.copilot.server.client!;
  process.kill(pid!, "SIGKILL");
  await here.until(() => here.copilot.server.client?.pid !== pid, "another one starts");
  await here.has("a.ts");
  await here.answers("inlineCompletion", item("a.b", range(0, 0, 2)));
  await here.type("A.");
  await here.shows("ghost b");
  const { faults } = await here.told();
  assert.deepEqual(faults, []);
});

test("a program that is not there is a quiet status, and :Copilot says how it is installed", async () => {
  const here = lab({ files: { "a.ts": "a\n" }, command: ["copilot-is-not-here", "--stdio"] });
  here.open("a.ts");
  await here.until(() => here.copilot.status() === "copilot: not installed", "the status says so");
  await here.type("A.<Esc>:Copilot signin<CR>");
  await here.until(
    () => here.editor.message?.text.includes("npm install -g @github/copilot-language-server"),
    "the way is shown",
  );
});

test("the server does not get the keys of others from the environment", async () => {
  const { serverEnvironment } = await import("../../../src/tab/copilot/spec.ts");
  const env = { PATH: "/bin", OPENAI_API_KEY: "x", GH_TOKEN: "y", DB_PASSWORD: "z", HOME: "/h" };
  assert.deepEqual(serverEnvironment(env), { PATH: "/bin", GH_TOKEN: "y", HOME: "/h" });
});

test("`nomodel` ends the server, `model` starts it; one that is closed leaves nothing behind", async () => {
  const here = lab({ files: { "a.ts": "a\n" } });
  const { editor, copilot } = here;
  here.open("a.ts");
  await here.has("a.ts");
  const { pid } = copilot.server.client!;
  const set = (value: boolean): void => {
    editor.options.set("model", value);
    editor.events.emit("option", { name: "model" });
  };
  set(false);
  await here.until(() => copilot.server.client?.state === "ended", "it ends");
  await here.type("A.x<Esc>");
  assert.equal(copilot.server.asked, 0);
  set(true);
  await here.has("a.ts");
  assert.notEqual(copilot.server.client!.pid, pid);
  // With another configuration the next one is there before the former has ended.
  const items = statusItemsOf(editor);
  items.provide("copilot", () => "the next one");
  await copilot.close();
  assert.equal(items.text("copilot", editor.win), "the next one");
  assert.equal(
    editor.exCommands.some(({ name }) => name === "Copilot"),
    false,
  );
  await here.type("Ay<Esc>");
  assert.equal(copilot.server.client!.state, "ended");
});

test("a key anywhere in a long file keeps it away, and one that is written while it is looked through", async () => {
  const rows = "const value = compute(a, b);\n".repeat(2000);
  const key = `const token = "${KEY}";\n`;
  const here = lab({ files: { "long.ts": rows + key, "late.ts": rows, "a.ts": "a\n" } });
  here.open("long.ts");
  const late = here.open("late.ts");
  here.editor.dispatch(late, { changes: { from: 0, to: 0, insert: key }, origin: "put" } as never);
  here.open("a.ts");
  await here.has("a.ts");
  await here.until(() => here.copilot.server.documents.refused.size === 2, "both are refused");
  const { texts } = await here.told();
  assert.deepEqual(Object.keys(texts), [here.uri("a.ts")]);
});
