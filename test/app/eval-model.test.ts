/** `hunch eval tab --model`: with a provider on this machine whose model knows some of the answers. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readArguments } from "../../src/app/eval-arguments.ts";
import { evalModel } from "../../src/app/eval-model.ts";
import type { Episode } from "../../src/tab/eval/episode.ts";
import { textPredictors } from "../../src/tab/predictors/all.ts";
import { type Provider, type Received, startProvider } from "../models/server/provider.ts";
import type { Turn } from "../models/server/turn.ts";

/** What the commit makes of each line: no rule knows the second of one from the others. */
const LINES: readonly (readonly [before: string, after: string])[] = [
  ["const width = 3;", "const width = 80;"],
  ["open(width);", "open(width, 'utf8');"],
  ["// nothing to see here", "// nothing to see here"],
  ["draw(width + 1);", "paint(width - 1);"],
  ["close();", "await shut();"],
];

function episode(n: number): Episode {
  const edits = LINES.flatMap(([before, after], line) =>
    before === after
      ? []
      : [{ file: 0, line, col: 0, removed: before, inserted: after, hunk: line }],
  );
  return {
    id: `made-up-${n}`,
    repo: "made/up",
    sha: `${n}`,
    parent: "1",
    time: 0,
    subject: "",
    lang: "ts",
    files: [
      {
        path: `src/file${n}.ts`,
        kind: "source",
        lang: "ts",
        before: `${LINES.map(([before]) => before).join("\n")}\n`,
      },
    ],
    edits,
    pathsAdd: [],
    pathsDel: [],
  };
}

/** Knows the first line that is still to be changed; the last one it gets wrong. */
function answer({ json }: Received): Turn {
  const [message] = (json.messages as { content: string }[]).slice(-1);
  const prompt = message!.content.replaceAll("<|cursor|>", "");
  const [path] = /src\/file\d\.ts/.exec(prompt)!;
  const now = prompt.slice(prompt.lastIndexOf("as they are now"));
  const at = LINES.findIndex(([before, after]) => before !== after && now.includes(`${before}\n`));
  const usage = { prompt: 500, cached: 400, answer: 20 };
  if (at < 0) return { pieces: ["<NO_EDIT>"], usage };
  const [before, after] = LINES[at]!;
  const by = at === LINES.length - 1 ? "close(1);" : after;
  return { pieces: [`${path}:${at + 1}\n`, `-${before}\n`, `+${by}\n`], usage };
}

interface Lab {
  readonly folder: string;
  readonly provider: Provider;
  run(...args: readonly string[]): Promise<{ readonly out: string; readonly told: string }>;
}

async function lab(t: TestContext, script: (request: Received) => Turn = answer): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "hunch-eval-test-"));
  const provider = await startProvider("openai", script);
  t.after(async () => {
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, "hunch"));
  const toml = `[provider.box]\nkind = "openai"\nurl = "${provider.url}/v1"\nkey = { env = "BOX" }
[model.big]\nprovider = "box"\nid = "gpt"\nformat = "patch"
price = { prompt = 2, cached = 0.5, answer = 10 }\n`;
  writeFileSync(join(folder, "hunch", "models.toml"), toml);
  const env = { XDG_CONFIG_HOME: folder, HOME: folder, BOX: "sk-eval-1" };
  return {
    folder,
    provider,
    async run(...args) {
      let out = "";
      let told = "";
      const options = readArguments(["--episodes", "none", "--model", "big", ...args]);
      const episodes = [1, 2].map((n) => ({ episode: episode(n), distraction: null }));
      await evalModel({
        options,
        name: options.model!,
        env,
        episodes: () => episodes,
        embedded: () => textPredictors(async () => {}),
        print: (text) => (out += text),
        tell: (line) => (told += `${line}\n`),
      });
      return { out, told };
    },
  };
}

test("quality, requests, tokens and cost stand beside those of the embedded predictors", async (t) => {
  const { provider, run } = await lab(t);
  const { out, told } = await run("--json");
  const figures = JSON.parse(out);
  assert.deepEqual(
    provider.received.flatMap(({ faults }) => faults),
    [],
  );
  assert.match(told, /^sends edits and the code around them to box, 300 times at most/);
  const { embedded, model, both, use } = figures;
  assert.deepEqual([embedded.episodes, model.episodes, both.episodes], [2, 2, 2]);
  assert.equal(embedded.exact1, 0);
  // Two of the three that are asked for; the last one is wrong.
  assert.equal(model.exact1, 66.67);
  assert.equal(model.sources["model-edit"].right > 0, true);
  assert.ok(model.savedSmall > embedded.savedSmall, `${model.savedSmall}`);
  assert.ok(both.exact1 > embedded.exact1);
  assert.ok(model.chrF > 66.67 && model.chrF < 100, `${model.chrF}`);
  assert.equal(model.reversed, 0);
  assert.equal(use.model.promptTokens, 500 * use.model.requests);
  const perRequest = (100 * 2 + 400 * 0.5 + 20 * 10) / 1e6;
  assert.ok(Math.abs(use.model.cost - perRequest * use.model.requests) < 1e-9);
  assert.equal(use.model.failed + use.both.failed, 0);
  // What was asked once is not asked again.
  const bodies = provider.received.map(({ body }) => body);
  assert.equal(new Set(bodies).size, bodies.length);
  assert.equal(figures.asked, bodies.length);
});

test("recorded answers replay offline, to the same figures", async (t) => {
  const { folder, provider, run } = await lab(t);
  const file = join(folder, "answers.jsonl");
  const first = await run("--record", file);
  const asked = provider.received.length;
  assert.match(first.out, new RegExp(`\n${asked} asked now, \\d+ known from before\n`));
  assert.ok(!readFileSync(file, "utf8").includes("sk-eval-1"));
  const again = await run("--record", file);
  assert.equal(provider.received.length, asked);
  await provider.close();
  const offline = await run("--replay", file);
  assert.match(offline.out, /\n0 asked now, \d+ known from before\n/);
  // Also the times are those of when it was asked for first.
  const figures = (text: string) => text.replace(/\n\d+ asked now.*/s, "");
  assert.equal(figures(again.out), figures(first.out));
  assert.equal(figures(offline.out), figures(first.out));
  assert.equal(offline.told, "");
});

test("no more is asked than is allowed, and half an episode counts for nothing", async (t) => {
  const { provider, run } = await lab(t);
  const { out } = await run("--json");
  const all = JSON.parse(out).asked as number;
  const before = provider.received.length;
  const few = await run("--requests", `${all - 1}`, "--json");
  assert.equal(provider.received.length - before, all - 1);
  const figures = JSON.parse(few.out);
  assert.deepEqual([figures.stopped, figures.model.episodes], [true, 1]);
  await assert.rejects(run("--requests", "1"), /--requests is too low/);
});

test("a provider that refuses the key ends it, one that fails is asked again", async (t) => {
  let n = 0;
  const fails = await lab(t, (request) => {
    if (n++ !== 1) return answer(request);
    const headers = { "retry-after-ms": "1" };
    return { pieces: [], fault: { kind: "status", status: 503, headers } };
  });
  const { use, model } = JSON.parse((await fails.run("--json")).out);
  assert.equal(use.model.failed, 1);
  assert.equal(model.exact1, 66.67);
  const refused: Turn = { pieces: [], fault: { kind: "status", status: 401 } };
  const { run, provider } = await lab(t, () => refused);
  await assert.rejects(run(), /hunch eval: box: refuses the key \(401\)/);
  assert.equal(provider.received.length, 1);
  await assert.rejects(run("--model", "none"), /none/);
});
