/** Changes in models.toml leave everything else as it was written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "../../../src/base/errors.ts";
import {
  withoutTable,
  withoutValue,
  withTable,
  withValue,
} from "../../../src/models/config/edit.ts";

const BY_HAND = `# my models

[provider.box] # in the cellar
kind = "llama.cpp"
url  = "http://gpu-box:8012"   # 8012: the fast one

# Sonnet is for questions
[provider.claude]
kind = "anthropic"

[model.qwen]
provider = "box"
id = "qwen2.5-coder-7b"

[roles]   # who does what
complete = "qwen" # the fast one
# chat comes later
`;

test("a table is added before the roles at the end", () => {
  const text = withTable(BY_HAND, ["model", "zeta"], {
    provider: "box",
    id: "zeta-2",
    format: undefined,
  });
  const table = '[model.zeta]\nprovider = "box"\nid = "zeta-2"\n';
  assert.equal(text, BY_HAND.replace("[roles]", `${table}\n[roles]`));
  assert.equal(withTable("[a]\n# x\n", ["b"], { c: 1 }), "[a]\n# x\n\n[b]\nc = 1\n");
});

test("line breaks of Windows stay", () => {
  const windows = (text: string): string => text.replaceAll("\n", "\r\n");
  const zeta = { provider: "box", id: "zeta-2" };
  const changes: readonly ((text: string) => string)[] = [
    (text) => withTable(text, ["model", "zeta"], zeta),
    (text) => withTable(text, ["model", "qwen"], zeta),
    (text) => withValue(text, ["roles"], "complete", "zeta"),
    (text) => withoutValue(text, ["roles"], "complete"),
    (text) => withoutTable(text, ["provider", "claude"]),
  ];
  for (const change of changes) {
    assert.notEqual(change(BY_HAND), BY_HAND);
    assert.equal(change(windows(BY_HAND)), windows(change(BY_HAND)));
  }
});

test("the first table of a new file", () => {
  const key = { env: "BOX_KEY" };
  const text = withTable("", ["provider", "my box"], { kind: "openai", url: "http://b:1", key });
  assert.equal(
    text,
    '[provider."my box"]\nkind = "openai"\nurl = "http://b:1"\nkey = { env = "BOX_KEY" }\n',
  );
});

test("a table takes the place of the one with its name, where that stands", () => {
  const text = withTable(BY_HAND, ["model", "qwen"], {
    provider: "box",
    id: "qwen3",
    context: 4096,
  });
  assert.equal(text, BY_HAND.replace('id = "qwen2.5-coder-7b"', 'id = "qwen3"\ncontext = 4096'));
});

test("of a table that is there only what differs is written", () => {
  const entries = { kind: "llama.cpp", url: "http://other:1", key: { env: "K" } };
  assert.equal(
    withTable(BY_HAND, ["provider", "box"], entries),
    BY_HAND.replace(
      '"http://gpu-box:8012"   # 8012: the fast one',
      '"http://other:1"   # 8012: the fast one\nkey = { env = "K" }',
    ),
  );
  const long = "[a.b] # x\nlist = [\n  1,\n]\n";
  assert.equal(withTable(long, ["a", "b"], { list: [2] }), "[a.b]\nlist = [2]\n");
});

test("a value is replaced in front of its comment", () => {
  assert.equal(
    withValue(BY_HAND, ["roles"], "complete", "zeta"),
    BY_HAND.replace('complete = "qwen" # the', 'complete = "zeta" # the'),
  );
  assert.equal(
    withValue(BY_HAND, ["provider", "box"], "url", "https://x#y"),
    BY_HAND.replace('"http://gpu-box:8012"   # 8012', '"https://x#y"   # 8012'),
  );
});

test("a value is added behind the last of its table, and a table with its first value", () => {
  assert.equal(
    withValue(BY_HAND, ["roles"], "chat", "qwen"),
    BY_HAND.replace("# the fast one\n# chat", '# the fast one\nchat = "qwen"\n# chat'),
  );
  assert.equal(withValue("# x\n", ["roles"], "edit", "a"), '# x\n\n[roles]\nedit = "a"\n');
});

test("a value is taken out", () => {
  assert.equal(
    withoutValue(BY_HAND, ["roles"], "complete"),
    BY_HAND.replace('complete = "qwen" # the fast one\n', ""),
  );
  assert.equal(withoutValue(BY_HAND, ["roles"], "edit"), BY_HAND);
  assert.equal(withoutValue(BY_HAND, ["other"], "edit"), BY_HAND);
});

test("a table is taken out with its own comment", () => {
  assert.equal(
    withoutTable(BY_HAND, ["provider", "claude"]),
    BY_HAND.replace('\n# Sonnet is for questions\n[provider.claude]\nkind = "anthropic"\n', ""),
  );
  assert.equal(
    withoutTable("[a.b]\nx = 1\n[a.b.c]\ny = 2\n\n[a.d]\nz = 3\n", ["a", "b"]),
    "[a.d]\nz = 3\n",
  );
});

test("what looks like a header in a long string is none", () => {
  const text = '[a]\nx = """\n[roles]\n"""\n';
  assert.throws(() => withValue(text, ["roles"], "edit", "m"), UserError);
});

for (const [what, text] of [
  ["an inline table", 'roles = { edit = "a" }\n'],
  ["dotted keys", 'roles.edit = "a"\n'],
] as const) {
  test(`${what}: refused, not broken`, () => {
    assert.throws(() => withValue(text, ["roles"], "edit", "b"), /by hand/);
  });
}

test("no TOML: the line is said", () => {
  assert.throws(() => withValue("[a]\nx = \n", ["roles"], "edit", "b"), /line 2/);
});
