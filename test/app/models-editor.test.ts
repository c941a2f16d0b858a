/** Models in an editor: loaded where there is a models.toml, and again when it changes; `:Model`. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { composeEditor } from "../../src/app/compose.ts";
import type { ModelMakers } from "../../src/app/models/parts.ts";
import { installModelFeatures, type ModelParts } from "../../src/app/models-features.ts";
import { Trust } from "../../src/base/trust.ts";
import type { Fiber } from "../../src/editor/fiber.ts";
import type { FeatureHost } from "../../src/editor/host.ts";
import type { ModelsConfig } from "../../src/models/model.ts";
import type { ModelPort, ProviderState } from "../../src/models/port.ts";
import { writersOf } from "../../src/shell/writer/writers.ts";
import { textOf } from "../../src/text/text.ts";

const homes: string[] = [];
after(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

const TOML = `# mine
[provider.box]
kind = "ollama"
[model.qwen]
provider = "box"
id = "qwen2.5-coder:7b"
[model.other]
provider = "box"
id = "claude-x"
[roles]
complete = "qwen"
command = "other"
`;

function stage(toml: string | null, clean = false) {
  const home = mkdtempSync(join(tmpdir(), "hunch-models-"));
  homes.push(home);
  const folder = join(home, "hunch");
  const file = join(folder, "models.toml");
  mkdirSync(folder);
  if (toml !== null) writeFileSync(file, toml);
  const editor = composeEditor({ now: () => 0, poll: () => {} });
  editor.addTab(editor.newWindow(editor.addDocument(textOf(""), null)));
  const host: FeatureHost = {
    redraw() {},
    afterFrame() {},
    quietMs: () => 1000,
    env: { XDG_CONFIG_HOME: home },
    stateFolder: join(home, "state"),
    trust: new Trust(null),
    store: null,
  };
  const events: string[] = [];
  const listeners = new Set<(state: ProviderState) => void>();
  const makers: ModelMakers = {
    open(config: ModelsConfig): ModelPort {
      events.push(`open ${config.models.map(({ name }) => name)}`);
      return {
        call: () => {
          throw new Error("Nothing is asked here");
        },
        sent: async () => [],
        onState(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        close: async () => void events.push("port closed"),
      };
    },
    tab(_models, config) {
      events.push(`tab ${config.roles.complete}`);
      return { status: () => ["tab: fine"], close: () => void events.push("tab closed") };
    },
    copilot(provider) {
      events.push(`copilot ${provider.name}`);
      return { status: () => ["copilot: fine"], close: () => void events.push("copilot closed") };
    },
    whyNot: async () => "it is ignored",
    close: () => void events.push("all closed"),
  };
  const features = installModelFeatures(
    editor,
    host,
    clean ? null : folder,
    {} as ModelParts,
    makers,
  );
  let edits = 0;
  return {
    editor,
    events,
    features,
    listeners,
    get toml() {
      return readFileSync(file, "utf8");
    },
    write(text: string) {
      writeFileSync(file, text);
      // Two edits within the clock's tick are two.
      edits++;
      utimesSync(file, edits, edits);
    },
    remove: () => rmSync(file),
    message: () => editor.message?.text ?? "",
  };
}

/** Runs a fiber whose waits are promises. */
async function run(fiber: Fiber | void): Promise<void> {
  if (!fiber) return;
  for (let step = fiber.next(); !step.done; ) {
    const wait = step.value as { readonly wait?: PromiseLike<unknown> };
    await wait.wait;
    step = fiber.next({ kind: "done" } as never);
  }
}

test("what models.toml says is put in, changed and taken out", async () => {
  const { editor, events, features, write } = stage(TOML);
  assert.deepEqual(events, ["open qwen,other", "tab qwen"]);
  assert.equal(writersOf(editor).length, 1);
  features.idle();
  assert.equal(events.length, 2, "the file is as it was");
  write(TOML.replace('complete = "qwen"', 'complete = "other"').replace("command", "chat"));
  features.idle();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(events.slice(2).sort(), [
    "open qwen,other",
    "port closed",
    "tab closed",
    "tab other",
  ]);
  assert.equal(writersOf(editor).length, 0);
  events.length = 0;
  await features.close();
  assert.deepEqual(events, ["tab closed", "port closed", "all closed"]);
});

test("a comment more is no other configuration", () => {
  const { events, features, write } = stage(TOML);
  write(`${TOML}# more\n`);
  features.idle();
  assert.equal(events.length, 2);
});

test("faults are said with their line, once; the rest counts", () => {
  const { editor, events, features, message, write } = stage(
    TOML.replace('id = "claude-x"', "idd = 1"),
  );
  assert.deepEqual(events, ["open qwen", "tab qwen"]);
  const texts = editor.messages.map(({ text }) => text.replace(/^.*models\.toml/, ""));
  assert.deepEqual(texts, [
    ":7: other has no id: what its provider calls it",
    ":9: unknown key idd",
    ":12: the model other can't be used",
  ]);
  write(TOML.replace('id = "claude-x"', "idd = 1 "));
  features.idle();
  assert.equal(editor.messages.length, 3);
  assert.match(message(), /can't be used/);
  assert.equal(features.health()[0]?.state, "error");
});

test(":Model use writes the role, and leaves the rest as it was", () => {
  const own = stage(TOML);
  own.features.command("use edit other");
  assert.equal(own.message(), "edit: other");
  assert.equal(own.toml, `${TOML}edit = "other"\n`);
  own.features.command("use complete none");
  assert.equal(own.toml, `${TOML.replace('complete = "qwen"\n', "")}edit = "other"\n`);
  const wrong = (args: string) => () => own.features.command(args);
  assert.throws(wrong("use edit nobody"), /No model nobody; there are qwen, other/);
  assert.throws(wrong("use write other"), /No role write/);
  assert.throws(wrong("use edit"), /E471/);
  assert.throws(wrong("frob"), /E475/);
  assert.throws(wrong("reload now"), /E488/);
});

test(":Model use and reload know the file as it is now", async () => {
  const own = stage(TOML);
  own.write(TOML.replaceAll("other", "fresh"));
  own.features.command("use edit fresh");
  assert.equal(own.message(), "edit: fresh");
  own.remove();
  own.features.command("reload");
  assert.equal(own.message(), "models.toml: 0 providers, 0 models");
  await own.features.close();
  const count = (what: RegExp): number => own.events.filter((event) => what.test(event)).length;
  assert.equal(count(/^open /), 3);
  assert.equal(count(/^port closed/), 3);
});

test(":Model off and on are the option", () => {
  const { editor, features } = stage(TOML);
  features.command("off");
  assert.equal(editor.options.get("model"), false);
  features.command("on");
  assert.equal(editor.options.get("model"), true);
});

test(":Model says roles, providers and who fails", async () => {
  const { features, listeners, message } = stage(TOML);
  const state = {
    provider: "box",
    fault: "busy",
    message: "too many requests",
    retryAt: Date.now() + 1e6,
  };
  for (const listener of listeners) listener(state as ProviderState);
  await run(features.command(""));
  assert.match(message(), /complete qwen: qwen2\.5-coder:7b at box\n/);
  assert.match(message(), /box \(ollama, 127\.0\.0\.1:11434\): too many requests, again in \d+ s/);
  assert.match(message(), /box gets nothing of this file: it is ignored/);
  assert.match(message(), /tab: fine/);
});

test("nothing configured: :Model says what to do, :Model test too", async () => {
  const { features, message } = stage(null);
  await run(features.command("status"));
  assert.match(message(), /hunch models add/);
  await run(features.command("test"));
  assert.match(message(), /hunch models add/);
  assert.match(features.health()[0]?.text ?? "", /No models are configured/);
});

test("completion: subcommands, roles, models", () => {
  const { features } = stage(TOML);
  assert.ok(features.words("").includes("use"));
  assert.ok(features.words("use ").includes("complete"));
  assert.deepEqual(features.words("use edit "), ["qwen", "other", "none"]);
  assert.deepEqual(features.words("test "), ["qwen", "other"]);
});

test("--clean reads nothing of the user's, and writes nothing", async () => {
  const { events, features, message } = stage(TOML, true);
  assert.deepEqual(events, []);
  await run(features.command(""));
  assert.match(message(), /^models: this editor was started without the usual configuration$/);
  assert.throws(() => features.command("use edit other"), /without the usual configuration/);
});
