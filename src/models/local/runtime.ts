/**
 * The package that runs models, `node-llama-cpp`, which is not a part of hunch: it is installed once, on
 * demand, by npm into a folder of hunch's own. Prebuilt for the processor only, unless more is wanted.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { arch, platform } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { Cancelled, UserError } from "../../base/errors.ts";
import { runtimeFolder } from "./paths.ts";
import type { Environment } from "./types.ts";

export const RUNTIME = "node-llama-cpp";
export const RUNTIME_VERSION = "3.22.1";

/** Its packages with what is compiled, by system and processor; the first is for the processor alone. */
const BINARIES: Readonly<Record<string, readonly string[]>> = {
  "linux-x64": ["linux-x64", "linux-x64-vulkan", "linux-x64-cuda", "linux-x64-cuda-ext"],
  "linux-arm64": ["linux-arm64"],
  "linux-arm": ["linux-armv7l"],
  "linux-riscv64": ["linux-riscv64"],
  "darwin-arm64": ["mac-arm64-metal"],
  "darwin-x64": ["mac-x64"],
};

/** The versions of what is installed, by package, as npm writes them down when it is done: never of a half. */
function installedPackages(env: Environment): ReadonlyMap<string, string> {
  const folder = join(runtimeFolder(env), "node_modules");
  const found = new Map<string, string>();
  try {
    const { packages } = JSON.parse(readFileSync(join(folder, ".package-lock.json"), "utf8")) as {
      packages?: Readonly<Record<string, { readonly version?: unknown }>>;
    };
    for (const [place, { version }] of Object.entries(packages ?? {})) {
      const name = place.replace(/^node_modules\//, "");
      if (typeof version === "string" && existsSync(join(folder, name))) found.set(name, version);
    }
  } catch (error) {
    // There is none, or somebody has spoiled it.
    const isSpoiled = error instanceof SyntaxError || error instanceof TypeError;
    if (!isSpoiled && (error as NodeJS.ErrnoException).code === undefined) throw error;
  }
  return found;
}

/** The installed version; null: it is not installed, or not all of it. */
export function installedRuntime(env: Environment): string | null {
  return installedPackages(env).get(RUNTIME) ?? null;
}

/** The module to import; null: it is not installed. */
export function runtimeModule(env: Environment): string | null {
  if (installedRuntime(env) === null) return null;
  return join(runtimeFolder(env), "node_modules", RUNTIME, "dist", "index.js");
}

/** Whether the packages for graphic cards are there (on a Mac there are no others). */
export function runtimeHasGpu(env: Environment): boolean {
  const packages = installedPackages(env);
  return ["linux-x64-vulkan", "linux-x64-cuda", "mac-arm64-metal"].some((name) =>
    packages.has(`@node-llama-cpp/${name}`),
  );
}

export interface RuntimePorts {
  readonly env: Environment;
  readonly signal: AbortSignal;
  say(line: string): void;
  confirm(question: string): Promise<boolean>;
  /** The graphic card's packages, too. */
  readonly gpu: boolean;
  /** Runs a program to its end; absent: as it is. */
  run?(program: string, args: readonly string[], env: Environment, cwd: string): Promise<Ran>;
}

export interface Ran {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/**
 * Asks whether it may be installed where it is not there in the right version, and answers what installs
 * it; null: it is there. Rejects with UserError, and with Cancelled.
 */
export async function prepareRuntime(ports: RuntimePorts): Promise<(() => Promise<void>) | null> {
  const { env, say, signal } = ports;
  // Packages that are not named again would be removed.
  const packages = packagesFor(`${platform()}-${arch()}`, ports.gpu || runtimeHasGpu(env));
  const there = installedPackages(env);
  const isThere = (name: string): boolean => there.get(name) === RUNTIME_VERSION;
  if (packages.every(isThere)) return null;
  const npm = npmOf(env);
  if (npm === null) {
    throw new UserError(
      `npm is needed to install ${RUNTIME} and is not on the PATH (it comes with Node.js)`,
    );
  }
  const folder = runtimeFolder(env);
  await mkdir(folder, { recursive: true });
  const run = ports.run ?? ((...given) => runProgram(...given, signal));
  const clean = npmEnvironment(env);
  const rows: string[] = [];
  for (const name of packages) {
    if (isThere(name)) continue;
    const exact = `${name}@${RUNTIME_VERSION}`;
    const view = ["view", exact, "dist.unpackedSize", "license", "--json"];
    const found = await run(npm, view, clean, folder);
    if (found.status !== 0) throw failure(`npm knows nothing of ${exact}`, found, signal);
    rows.push(describe(name, exact, found.output));
  }
  say(`To run models here ${RUNTIME} is needed, which is not a part of hunch:`);
  for (const row of rows) say(`  ${row}`);
  if (!there.has(RUNTIME)) say("  and some small packages that it needs, about 15 MB");
  say(`  into ${folder}`);
  if (!(await ports.confirm("Install it?"))) {
    say("Nothing is installed, and the configuration is as it was.");
    throw new Cancelled();
  }
  return async () => {
    await writeFile(
      join(folder, "package.json"),
      `${JSON.stringify({ name: "hunch-runtime", private: true }, null, 2)}\n`,
    );
    const args = ["install", "--save-exact", "--omit=optional", "--ignore-scripts", "--no-audit"];
    const quiet = ["--no-fund", "--loglevel=error"];
    const wanted = packages.map((name) => `${name}@${RUNTIME_VERSION}`);
    const done = await run(npm, [...args, ...quiet, ...wanted], clean, folder);
    if (done.status !== 0) throw failure("npm could not install it", done, signal);
    const after = installedPackages(env);
    const missing = packages.find((name) => after.get(name) !== RUNTIME_VERSION);
    if (missing !== undefined) {
      throw new UserError(`npm said that all was well, but ${missing} is not in ${folder}`);
    }
  };
}

function packagesFor(system: string, gpu: boolean): string[] {
  const binaries = BINARIES[system];
  if (binaries === undefined) throw new UserError(`${RUNTIME} has no package for ${system}`);
  const wanted = gpu ? binaries : binaries.slice(0, 1);
  return [RUNTIME, ...wanted.map((name) => `@node-llama-cpp/${name}`)];
}

/** Megabytes of them when installed, as far as they were measured: not every registry tells. */
const MEGABYTES: Readonly<Record<string, number>> = {
  "node-llama-cpp": 41,
  "@node-llama-cpp/linux-x64": 30,
  "@node-llama-cpp/linux-arm64": 20,
  "@node-llama-cpp/linux-armv7l": 13,
  "@node-llama-cpp/linux-x64-vulkan": 71,
  "@node-llama-cpp/linux-x64-cuda": 181,
  "@node-llama-cpp/linux-x64-cuda-ext": 358,
};

function describe(name: string, exact: string, output: string): string {
  let size: unknown;
  let license: unknown;
  try {
    const found: unknown = JSON.parse(output);
    // Of what the registry has only one, npm gives that alone.
    if (typeof found === "string") license = found;
    else if (typeof found === "number") size = found;
    else if (typeof found === "object" && found !== null) {
      const table = found as Readonly<Record<string, unknown>>;
      size = table["dist.unpackedSize"];
      license = table.license;
    }
  } catch (error) {
    // What npm does not say is not shown.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const measured = MEGABYTES[name];
  const megabytes = typeof size === "number" ? Math.ceil(size / 1e6) : measured;
  const parts = [
    megabytes === undefined ? "" : `about ${megabytes} MB`,
    typeof license === "string" ? `licence ${license}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? exact : `${exact}: ${parts.join(", ")}`;
}

function failure(what: string, { errors, status }: Ran, signal: AbortSignal): Error {
  if (signal.aborted) return new Cancelled();
  const lines = errors.split("\n").map((line) => line.replace(/^npm (?:error|ERR!)\s*/, "").trim());
  const offline = lines.find((line) =>
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(line),
  );
  if (offline !== undefined) return new UserError(`${what}: no network (${offline})`);
  const told = lines.find((line) => line !== "" && !/^code |^npm warn|^errno/i.test(line));
  return new UserError(`${what}: ${told ?? `status ${status}`}`);
}

function npmOf(env: Environment): string | null {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    // A relative folder would be one of the project's.
    if (!isAbsolute(folder)) continue;
    const path = join(folder, "npm");
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
  return null;
}

/** npm needs its own settings, and nobody's keys. */
function npmEnvironment(env: Environment): Environment {
  const secret = /(?:KEY|TOKEN|SECRET|PASSW|CREDENTIAL)/i;
  const own = /^npm_config_/i;
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => (own.test(name) || !secret.test(name)) && name !== "NODE_OPTIONS",
    ),
  );
}

function runProgram(
  program: string,
  args: readonly string[],
  env: Environment,
  cwd: string,
  signal: AbortSignal,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], signal });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", (error) => {
      if (signal.aborted) reject(new Cancelled());
      else resolve({ status: null, output, errors: error.message });
    });
    child.on("close", (status) =>
      signal.aborted ? reject(new Cancelled()) : resolve({ status, output, errors }),
    );
  });
}
