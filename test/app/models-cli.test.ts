/** `hunch models`, with somebody who answers its questions and a provider on this machine. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runModels } from "../../src/app/models/cli.ts";
import { broken, type Console } from "../../src/app/models/console.ts";
import { UserError } from "../../src/base/errors.ts";
import { type Provider, startProvider } from "../models/server/provider.ts";

const folders: string[] = [];
const providers: Provider[] = [];
after(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  await Promise.all(providers.map((provider) => provider.close()));
});

interface Run {
  readonly status: number;
  readonly lines: readonly string[];
  readonly complaints: readonly string[];
}

class Person {
  readonly home = mkdtempSync(join(tmpdir(), "hunch-cli-"));
  readonly env: Record<string, string> = { HOME: this.home, PATH: process.env.PATH ?? "" };
  readonly folder = join(this.home, ".config", "hunch");

  constructor() {
    folders.push(this.home);
  }

  get toml(): string {
    return readFileSync(join(this.folder, "models.toml"), "utf8");
  }

  set toml(text: string) {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, "models.toml"), text);
  }

  /** `answers`: null where nobody is there. */
  async run(
    args: readonly string[],
    answers: readonly string[] | null = null,
    input = "",
  ): Promise<Run> {
    const lines: string[] = [];
    const complaints: string[] = [];
    const left = [...(answers ?? [])];
    const next = async (question: string, otherwise = ""): Promise<string> => {
      if (left.length === 0) throw new Error(`No answer to: ${question}`);
      return left.shift()! || otherwise;
    };
    const console: Console = {
      asks: answers !== null,
      columns: 40,
      print: (text) => void lines.push(...text.trimEnd().split("\n")),
      say: (line) => void lines.push(line),
      progress: () => {},
      ask: next,
      secret: (question) => next(question),
      async choose(question, choices, otherwise) {
        const answer = await next(question, choices[otherwise]);
        const at = choices.findIndex((choice) => choice.includes(answer));
        if (at < 0) throw new Error(`${answer} is none of ${choices.join(", ")}`);
        return at;
      },
      confirm: async (question, otherwise) => (await next(question, otherwise ? "y" : "n")) === "y",
    };
    const status = await runModels(args, {
      env: this.env,
      console,
      complain: (text) => void complaints.push(text),
      input: async () => input,
    });
    assert.deepEqual(left, [], "questions that were not asked");
    return { status, lines, complaints };
  }
}

async function serve(
  kind: Parameters<typeof startProvider>[0],
  pieces: readonly string[],
): Promise<Provider> {
  const provider = await startProvider(kind, () => ({
    pieces,
    usage: { prompt: 100, cached: 90, answer: 5 },
  }));
  providers.push(provider);
  return provider;
}

test("nothing configured: advice", async () => {
  const { status, lines } = await new Person().run([]);
  assert.equal(status, 0);
  assert.match(
    lines.join("\n"),
    /No models are configured[\s\S]*hunch models add[\s\S]*hunch model add FILE/,
  );
});

test("a provider and a model by options, tried, listed, used, removed", async () => {
  const person = new Person();
  const provider = await serve("llama.cpp", ["left + ", "right;"]);
  const args = ["add", "--kind", "llama.cpp", "--url", provider.url, "--test"];
  const added = await person.run(args);
  assert.deepEqual(added.complaints, []);
  assert.equal(added.status, 0);
  assert.match(added.lines.join("\n"), /the answer is right/);
  assert.match(added.lines.join("\n"), /cached the second time: 90 of 100 tokens/);
  assert.match(person.toml, /\[provider\.llamacpp\]\nkind = "llama.cpp"\nurl = "http:/);
  assert.match(person.toml, /\[roles\]\ncomplete = "qwen"\n$/);
  assert.equal(statSync(join(person.folder, "models.toml")).mode & 0o777, 0o600);
  assert.match((await person.run([])).lines.join("\n"), /^complete qwen\nedit {5}- \(next edits\)/);
  assert.equal((await person.run(["test", "qwen"])).status, 0);
  assert.deepEqual((await person.run(["use", "complete", "none"])).lines, [
    "No model for complete",
  ]);
  assert.doesNotMatch(person.toml, /complete/);
  assert.equal((await person.run(["use", "complete", "qwen"])).status, 0);
  const wrong = await person.run(["use", "complete", "other"]);
  assert.equal(wrong.status, 2);
  assert.deepEqual(wrong.complaints, ["No model other; there are qwen"]);
  assert.equal((await person.run(["remove", "llamacpp"])).status, 0);
  assert.equal(person.toml, "[roles]\n");
});

test("by questions: the key that is typed goes into a file of its owner", async () => {
  const person = new Person();
  const provider = await serve("mistral", ["left + right"]);
  const { status, lines } = await person.run(
    ["add"],
    ["Codestral", `${provider.url}/v1`, "typed now", "key-TYPED-1", "codestral-latest", "", "y"],
  );
  assert.equal(status, 0, lines.join("\n"));
  const key = join(person.folder, "keys", "mistral");
  assert.equal(readFileSync(key, "utf8"), "key-TYPED-1\n");
  assert.equal(statSync(key).mode & 0o777, 0o600);
  assert.match(person.toml, /key = \{ file = "~\/\.config\/hunch\/keys\/mistral" \}/);
  assert.match(person.toml, /complete = "codestral"/);
  assert.doesNotMatch(person.toml + lines.join("\n"), /TYPED/);
  assert.match(lines.join("\n"), /the answer is right/);
  const removed = await person.run(["remove", "mistral"]);
  assert.match(removed.lines.join("\n"), /Its key is still in ~\/\.config\/hunch\/keys\/mistral/);
});

test("a key from standard input, roles by option, a second model of the same provider", async () => {
  const person = new Person();
  const base = ["add", "--kind", "anthropic", "--no-test"];
  const first = await person.run(
    [...base, "--model", "claude-a", "--key-stdin", "--role", "chat,command"],
    null,
    "k-1\n",
  );
  assert.equal(first.status, 0, first.complaints.join("\n"));
  assert.match(
    first.lines.join("\n"),
    /sends the code around your cursor.* to api\.anthropic\.com/,
  );
  await person.run([...base, "--model", "claude-b", "--role", "edit"]);
  assert.equal(
    person.toml,
    `[provider.anthropic]
kind = "anthropic"
key = { file = "~/.config/hunch/keys/anthropic" }

[model.claude]
provider = "anthropic"
id = "claude-a"

[model.claude-2]
provider = "anthropic"
id = "claude-b"

[roles]
chat = "claude"
command = "claude"
edit = "claude-2"
`,
  );
});

test("what its user wrote stays", async () => {
  const person = new Person();
  const own =
    '# mine\n[provider.p] # here\nkind = "ollama"\n\n[roles] # nobody yet\n# complete = "x"\n';
  person.toml = own;
  await person.run(["add", "--kind", "ollama", "--model", "qwen2.5-coder:7b", "--no-test"]);
  assert.match(person.toml, /^# mine\n\[provider\.p\] # here\nkind = "ollama"\n/);
  assert.match(person.toml, /\[roles\] # nobody yet\ncomplete = "qwen"\n# complete = "x"\n$/);
});

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["add", /Nobody is there to answer/],
  ["add --kind nothing", /No kind nothing: there are/],
  ["add --kind openai --model x", /--url: url must begin with http/],
  ["add --kind openai --url http://api.example.com/v1 --model x", /not encrypted/],
  ["add --kind anthropic --key-env A --key-file b --model x", /One of --key-env/],
  ["add --kind anthropic --key-env sk-ant-api03-abc --model x", /must be the name of a variable/],
  ["add --kind anthropic --model x --role write", /No role write/],
  ["add --kind anthropic --model x --format zeta99", /--format: there are/],
  ["add --kind gguf", /hunch model add FILE/],
  ["test", /No models are configured: hunch models add/],
  ["use complete x", /No models are configured/],
  ["remove x", /No models are configured/],
  ["frobnicate", /^No command frobnicate: there are list, add, test, use, remove$/],
  ["use complete", /missing required argument/],
];

for (const [line, wanted] of REFUSED) {
  test(`hunch models ${line}`, async () => {
    const person = new Person();
    const { status, complaints } = await person.run(line.split(" "));
    assert.equal(status, 2);
    assert.match(complaints.join("\n"), wanted);
    assert.throws(() => person.toml);
  });
}

test("a test fails: no key, nobody there", async () => {
  const person = new Person();
  await person.run(["add", "--kind", "anthropic", "--model", "m", "--name", "far", "--no-test"]);
  const { status, lines } = await person.run(["test", "far"]);
  assert.equal(status, 1);
  assert.match(lines.join("\n"), /failed: .*ANTHROPIC_API_KEY is not set/);
});

test("a list of models that a provider does not give is no end", async () => {
  const person = new Person();
  const provider = await serve("llama.cpp", []);
  const { url } = provider;
  await provider.close();
  const { status, complaints } = await person.run(["add", "--kind", "llama.cpp", "--url", url]);
  assert.equal(status, 2);
  assert.match(
    complaints.join("\n"),
    /Name a model with --model \(nobody listens at 127\.0\.0\.1:\d+\)/,
  );
  assert.equal(
    (await person.run(["add", "--kind", "llama.cpp", "--url", url, "--model", "m"])).status,
    0,
  );
});

test("a provider stays what it is, and a name that is not there says what is wrong", async () => {
  const person = new Person();
  const own = '[provider.p]\nkind = "ollama"\n\n[model.q]\nprovider = "p"\nidd = "q"\n';
  person.toml = own;
  const other = await person.run(["add", "--kind", "anthropic", "--provider", "p", "--model", "m"]);
  assert.deepEqual(other.complaints, ["p is a provider already: ollama"]);
  const use = await person.run(["use", "complete", "q"]);
  assert.deepEqual(use.complaints, [
    "models.toml:4: q has no id: what its provider calls it",
    "models.toml:6: unknown key idd",
    "No models are configured: hunch models add",
  ]);
  assert.equal(person.toml, own);
});

test("lines fit into 40 columns", () => {
  const line = "  box: the key comes from the variable BOX_KEY, which is not set";
  assert.deepEqual(broken(line, 40), [
    "  box: the key comes from the variable",
    "    BOX_KEY, which is not set",
  ]);
  assert.deepEqual(broken("short", 40), ["short"]);
});

test("an error that is none of its user is not swallowed", async () => {
  const person = new Person();
  await assert.rejects(person.run(["add"], []), (error) => !(error instanceof UserError));
});
