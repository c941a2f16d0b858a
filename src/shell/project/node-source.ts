/** Scripts of package.json and tasks of deno.json, as the project's own tool runs them. */
import {
  detailOf,
  isPlainName,
  kindOf,
  type Offer,
  type ProjectFile,
  type ProjectSource,
  tableOf,
} from "./source.ts";

type Manager = "npm" | "pnpm" | "yarn" | "bun";

const LOCK_FILES: readonly (readonly [string, Manager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
];

/** What pnpm and yarn do themselves under a name: a script of this name needs `run`. */
const OWN_COMMANDS = new Set(
  "add audit bin cache config create dedupe deploy dlx doctor env exec fetch help import info init install link list login logout node outdated owner pack patch prune publish rebuild remove root run search server set setup store tag team unlink up update upgrade version versions view why workspace workspaces".split(
    " ",
  ),
);

export const nodeSource: ProjectSource = {
  files: ["package.json"],
  anywhere: true,
  read(file) {
    const json = tableOf(JSON.parse(file.text));
    const manager = managerOf(json, file);
    const offers: Offer[] = [];
    for (const [name, script] of Object.entries(tableOf(json.scripts))) {
      if (!isPlainName(name) || typeof script !== "string" || isHook(name, json)) continue;
      const kind = kindOf(name);
      const detail = detailOf(script);
      // what npm writes into a new package.json
      if (name === "test" && script.includes("no test specified")) continue;
      offers.push({ command: commandOf(manager, name), kind, detail });
    }
    offers.push({ command: `${manager} install`, kind: "install", detail: "" });
    if (manager === "npm" && file.siblings.has("package-lock.json")) {
      offers.push({ command: "npm ci", kind: "install", detail: "" });
    }
    return offers;
  },
};

export const denoSource: ProjectSource = {
  files: ["deno.json", "deno.jsonc"],
  anywhere: true,
  read(file) {
    const json = tableOf(JSON.parse(withoutComments(file.text)));
    const tasks = Object.entries(tableOf(json.tasks)).filter(([name]) => isPlainName(name));
    return [
      ...tasks.map(([name, task]) => ({
        command: `deno task ${name}`,
        kind: kindOf(name),
        detail: detailOf(typeof task === "string" ? task : tableOf(task).description),
      })),
      { command: "deno test", kind: "test", detail: "" },
      { command: "deno lint", kind: "lint", detail: "" },
      { command: "deno fmt", kind: "format", detail: "" },
    ];
  },
};

export const composerSource: ProjectSource = {
  files: ["composer.json"],
  anywhere: false,
  read(file) {
    const json = tableOf(JSON.parse(file.text));
    const names = Object.keys(tableOf(json.scripts)).filter(
      (name) => isPlainName(name) && !/^(?:pre|post)-/.test(name),
    );
    const offers: Offer[] = names.map((name) => ({
      command: `composer ${name === "test" ? "test" : `run ${name}`}`,
      kind: kindOf(name),
      detail: detailOf(tableOf(json.scripts)[name]),
    }));
    if (file.siblings.has("phpunit.xml") || file.siblings.has("phpunit.xml.dist")) {
      offers.push({ command: "vendor/bin/phpunit", kind: "test", detail: "" });
    }
    return [...offers, { command: "composer install", kind: "install", detail: "" }];
  },
};

function managerOf(json: Readonly<Record<string, unknown>>, file: ProjectFile): Manager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(String(json.packageManager ?? ""))?.[1];
  if (named !== undefined) return named as Manager;
  for (const names of file.above) {
    const found = LOCK_FILES.find(([name]) => names.has(name));
    if (found !== undefined) return found[1];
  }
  return "npm";
}

function commandOf(manager: Manager, name: string): string {
  if (manager === "bun") return `bun run ${name}`;
  if (manager === "npm")
    return name === "test" || name === "start" ? `npm ${name}` : `npm run ${name}`;
  return OWN_COMMANDS.has(name) ? `${manager} run ${name}` : `${manager} ${name}`;
}

/** `prebuild` beside `build` runs with it. */
function isHook(name: string, json: Readonly<Record<string, unknown>>): boolean {
  const main = /^(?:pre|post)(.+)$/.exec(name)?.[1];
  if (main === undefined) return false;
  return main in tableOf(json.scripts) || /^(?:install|publish|pack|version|prepare)$/.test(main);
}

/** JSON of JSON with comments and commas too many. */
function withoutComments(text: string): string {
  return text
    .replace(
      /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
      (_all, string: string | undefined) => string ?? "",
    )
    .replace(
      /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g,
      (_all, string: string | undefined) => string ?? "",
    );
}
