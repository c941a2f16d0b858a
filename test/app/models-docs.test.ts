/** What docs/models*.md have to paste: each configuration counts, and each command writes it. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runModels } from "../../src/app/models/cli.ts";
import type { Console } from "../../src/app/models/console.ts";
import { parseModels, readModels } from "../../src/models/config/file.ts";
import type { ModelsConfig, Role } from "../../src/models/model.ts";
import { DIALECTS, type ServedKind, startProvider } from "../models/server/provider.ts";

const DOCS = fileURLToPath(new URL("../../docs/", import.meta.url));
const homes: string[] = [];
after(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

interface Section {
  readonly title: string;
  readonly toml: readonly string[];
  /** Commands in the text, without `hunch models`. */
  readonly adds: readonly string[];
}

function sections(file: string): Section[] {
  const text = readFileSync(join(DOCS, file), "utf8");
  return text.split(/^##+ /m).map((part) => ({
    title: `${file}: ${part.split("\n", 1)[0]}`,
    toml: [...part.matchAll(/^```toml\n([\s\S]*?)^```$/gm)].map(([, toml]) => toml!),
    adds: [...part.matchAll(/^`hunch models (add --kind [^`]*)`$/gm)].map(([, add]) => add!),
  }));
}

const all = readdirSync(DOCS)
  .filter((file) => /^models.*\.md$/.test(file))
  .flatMap(sections);

/** Pages show parts, too: `[model.x]` without its provider is no mistake. */
const isWhole = (toml: string): boolean => /^\[provider\./m.test(toml);

for (const { title, toml } of all) {
  for (const text of toml.filter(isWhole)) {
    test(`${title} can be pasted`, () => {
      const { faults } = parseModels(text, "models.toml", { HOME: "/home/kim" });
      assert.deepEqual(faults, []);
    });
  }
}

test("there is something to paste for each kind", () => {
  assert.ok(all.filter(({ toml }) => toml.some(isWhole)).length >= 11);
  assert.ok(all.filter(({ adds }) => adds.length > 0).length >= 9);
});

/** Roles of the models of a configuration, by what their provider calls them. */
function rolesById({ models, roles }: ModelsConfig): Record<string, readonly string[]> {
  const of = (name: string): string[] =>
    Object.keys(roles).filter((role) => roles[role as Role] === name);
  return Object.fromEntries(models.map(({ id, name }) => [id, of(name).sort()]));
}

for (const { title, toml, adds } of all) {
  for (const line of adds) {
    test(`${title}: hunch models ${line}`, async () => {
      const home = mkdtempSync(join(tmpdir(), "hunch-docs-"));
      homes.push(home);
      const args = line.split(" ");
      const at = args.indexOf("--url");
      const kind = args[args.indexOf("--kind") + 1]!;
      // Who lists its models is asked for them: here by its stand-in.
      const server =
        at >= 0 && kind in DIALECTS
          ? await startProvider(kind as ServedKind, () => ({ pieces: [] }))
          : null;
      if (server !== null) args[at + 1] = `${server.url}${/\/v1$/.exec(args[at + 1]!)?.[0] ?? ""}`;
      const complaints: string[] = [];
      const env = { HOME: home };
      const status = await runModels(args, {
        env,
        console: {
          asks: false,
          columns: 80,
          say() {},
          print() {},
          progress() {},
        } as never as Console,
        complain: (text) => void complaints.push(text),
        input: async () => "",
      });
      await server?.close();
      assert.deepEqual(complaints, []);
      assert.equal(status, 0);
      const { config, faults } = readModels(join(home, ".config", "hunch"), env);
      assert.deepEqual(faults, []);
      const page = parseModels(toml[0]!, "models.toml", env).config;
      assert.deepEqual(
        config.providers.map((each) => each.kind),
        page.providers.map((each) => each.kind),
      );
      const shown = rolesById(page);
      for (const [id, roles] of Object.entries(rolesById(config))) {
        if (args.includes("--model") || server === null) assert.deepEqual(roles, shown[id]);
      }
    });
  }
}
