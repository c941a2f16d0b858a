/** models.toml: what it says, and what is wrong in it, by line. */
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseModels, readModels } from "../../../src/models/config/file.ts";
import { NO_MODELS } from "../../../src/models/model.ts";

const home = mkdtempSync(join(tmpdir(), "hunch-models-"));
after(() => rmSync(home, { recursive: true, force: true }));
const env = { HOME: home };

const read = (text: string) => parseModels(text, "models.toml", env);
const faultsOf = (text: string) => read(text).faults.map(({ line, text }) => `${line}: ${text}`);

test("providers, models and roles", () => {
  const { config, faults } = read(`
[provider.box]
kind = "llama.cpp"
url = "http://gpu-box:8012/"
key = { file = "~/box" }
allow = ["~/work", "/srv"]
headers = { "X-Team" = "a" }
[model.qwen]
provider = "box"
id = "qwen2.5-coder-7b"
format = "qwen"
context = 4096
price = { prompt = 1, answer = 2.5 }
extra = { top_k = 1 }
[roles]
complete = "qwen"
edit = ""
`);
  assert.deepEqual(faults, []);
  assert.deepEqual(config, {
    providers: [
      {
        name: "box",
        kind: "llama.cpp",
        url: "http://gpu-box:8012",
        key: { file: join(home, "box") },
        headers: { "X-Team": "a" },
        allow: [join(home, "work"), "/srv"],
        command: null,
      },
    ],
    models: [
      {
        name: "qwen",
        provider: "box",
        id: "qwen2.5-coder-7b",
        format: "qwen",
        context: 4096,
        price: { prompt: 1, cached: 1, answer: 2.5 },
        extra: { top_k: 1 },
      },
    ],
    roles: { complete: "qwen" },
  });
});

for (const [toml, url, key] of [
  ['kind = "anthropic"', "https://api.anthropic.com/v1", { env: "ANTHROPIC_API_KEY" }],
  ['kind = "mistral"', "https://codestral.mistral.ai/v1", { env: "CODESTRAL_API_KEY" }],
  [
    'kind = "mistral"\nurl = "https://api.mistral.ai/v1"',
    "https://api.mistral.ai/v1",
    { env: "MISTRAL_API_KEY" },
  ],
  [
    'kind = "openai"\nurl = "https://api.openai.com/v1"',
    "https://api.openai.com/v1",
    { env: "OPENAI_API_KEY" },
  ],
  // Somebody else's server gets no key of OpenAI.
  ['kind = "openai"\nurl = "https://x.example/v1"', "https://x.example/v1", null],
  ['kind = "anthropic"\nurl = "https://proxy.example"', "https://proxy.example", null],
  ['kind = "ollama"', "http://127.0.0.1:11434", null],
  ['kind = "llama.cpp"', "http://127.0.0.1:8080", null],
] as const) {
  test(`usual values: ${toml.replaceAll("\n", " ")}`, () => {
    const { config, faults } = read(`[provider.p]\n${toml}\n`);
    assert.deepEqual(faults, []);
    assert.equal(config.providers[0]?.url, url);
    assert.deepEqual(config.providers[0]?.key, key);
  });
}

const MODEL = '[provider.p]\nkind = "ollama"\n[model.m]\nprovider = "p"\nid = "strange"\n';

const FAULTS: readonly (readonly [string, RegExp])[] = [
  ["x = 1", /^1: unknown key x$/],
  ['[provider.p]\nkind = "opnai"', /^2: unknown kind; there are openai|^2: unknown kind/],
  ["[provider.p]\n", /^1: p has no kind/],
  ['[provider.p]\nkind = "openai"', /^1: p has no url/],
  ['[provider.p]\nkind = "ollama"\nurl = "gpu:1"', /^3: url must begin with http/],
  ['[provider.p]\nkind = "ollama"\nurl = "http://u:p@gpu"', /^3: no password in a url/],
  ['[provider.p]\nkind = "ollama"\nurl = "https://x.example/?key=1"', /^3: nothing behind/],
  [
    '[provider.p]\nkind = "ollama"\nurl = "http://x.example"',
    /^3: http:\/\/x.example is not encrypted/,
  ],
  ['[provider.p]\nkind = "ollama"\nmodel = "x"', /^3: unknown key model of ollama$/],
  ['[provider.p]\nkind = "copilot"\nurl = "https://x.example"', /^3: unknown key url of copilot$/],
  [
    '[provider.p]\nkind = "anthropic"\nkey = "sk-ant-REALKEY"',
    /^3: key must be a table; keys are not/,
  ],
  [
    '[provider.p]\nkind = "anthropic"\napi_key = "sk-ant-REALKEY"',
    /^3: unknown key api_key .*keys are not/,
  ],
  [
    '[provider.p]\nkind = "anthropic"\nkey = { env = "sk-ant-REALKEY" }',
    /^3: key.env must be the name/,
  ],
  [
    '[provider.p]\nkind = "anthropic"\nkey = { value = "sk-ant-REALKEY" }',
    /^3: key must have one of/,
  ],
  [
    '[provider.p]\nkind = "anthropic"\nheaders = { Authorization = "Bearer REALKEY" }',
    /^3: Authorization has a key/,
  ],
  ['[provider.p]\nkind = "anthropic"\nallow = ["work"]', /^3: work must be an absolute path/],
  ["sk-ant-api03-REALKEYREALKEYREALKEYREALKEYREALKEYREALKEYREALKEY = 1", /^1: unknown key …/],
  ['[model.m]\nid = "x"', /^1: m has no provider/],
  ['[model.m]\nprovider = "p"\nid = "x"', /^2: no provider p$/],
  ['[provider.p]\nkind = "ollama"\n[model.m]\nprovider = "p"', /^3: m has no id/],
  [
    '[provider.p]\nkind = "ollama"\n[model.m]\nprovider = "p"\nid = "x"\ncontext = 1',
    /^6: context must/,
  ],
  [
    '[provider.p]\nkind = "ollama"\n[model.m]\nprovider = "p"\nid = "x"\nprice = 3',
    /^6: price must/,
  ],
  [
    '[provider.p]\nkind = "gguf"\n[model.m]\nprovider = "p"\nid = "x.gguf"',
    /^5: x.gguf must be an absolute/,
  ],
  ['[roles]\ncomplete = "m"', /^2: no model m$/],
  ['[roles]\nwrite = "m"', /^2: unknown role write; there are complete/],
  [`${MODEL}format = "zeta99"`, /^6: unknown format zeta99; there are .*qwen/],
  [
    `${MODEL}format = "zeta2"\n[roles]\ncomplete = "m"`,
    /^8: the format zeta2 of m is not for complete/,
  ],
  [
    `${MODEL}[roles]\nedit = "m"`,
    /^7: m \(strange\) is known for no format of edit: give it one of .*zeta2/,
  ],
  ["[roles\n", /^1: /],
];

for (const [text, wanted] of FAULTS) {
  test(`fault: ${text.replaceAll("\n", " ").slice(0, 80)}`, () => {
    const faults = faultsOf(text);
    assert.equal(faults.length, 1, faults.join("\n"));
    assert.match(faults[0]!, wanted);
    assert.doesNotMatch(faults[0]!, /REALKEY/);
  });
}

test("what hangs on a wrong provider is left out, the rest counts", () => {
  const { config, faults } = read(`
[provider.bad]
kind = "openai"
[provider.good]
kind = "ollama"
[model.a]
provider = "bad"
id = "a"
[model.b]
provider = "good"
id = "qwen2.5-coder"
[roles]
complete = "b"
edit = "a"
`);
  assert.deepEqual(
    faults.map(({ line }) => line),
    [2, 7, 14],
  );
  assert.deepEqual(
    config.providers.map(({ name }) => name),
    ["good"],
  );
  assert.deepEqual(config.roles, { complete: "b" });
});

test("a key file that others can read is refused", () => {
  const file = join(home, "open-key");
  writeFileSync(file, "k\n");
  chmodSync(file, 0o644);
  const text = `[provider.p]\nkind = "anthropic"\nkey = { file = "~/open-key" }\n`;
  assert.deepEqual(faultsOf(text), ["3: ~/open-key can be read by others: chmod 600 it"]);
  chmodSync(file, 0o600);
  assert.deepEqual(faultsOf(text), []);
});

test("no file, no models", () => {
  assert.deepEqual(readModels(join(home, "nowhere"), env), { config: NO_MODELS, faults: [] });
});
