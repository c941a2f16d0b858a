/**
 * `npm test [-- FILE-PART…]`: every test/**\/*.test.ts, each file in its own process, on the Node that
 * runs this script. An argument keeps only the files whose path contains it.
 *
 * Prints a mark per file (`.` passed, `x` failed), what the tests report, the failures, and the
 * runner's summary. The exit status is 1 when anything failed. The user's own state, configuration
 * and cache are out of reach: tests see private XDG directories, gone afterwards.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { run } from "node:test";
import { inspect } from "node:util";

/** A test that runs longer is stuck and fails. */
const TEST_LIMIT_MS = 120_000;
/** The whole run; what is still at work then (a loop without end) is killed and counts as failed. */
const RUN_LIMIT_MS = 1_800_000;
const CONCURRENCY = 2;
const OLDEST_NODE = 24;

const root = join(import.meta.dirname, "..");

function testFiles(parts: readonly string[]): string[] {
  const all = globSync("test/**/*.test.ts", {
    cwd: root,
    exclude: (name) => name === "node_modules",
  }).sort();
  const wanted = all.filter((file) => parts.length === 0 || parts.some((p) => file.includes(p)));
  return wanted.map((file) => join(root, file));
}

/** The language servers that tests talk to; the lock that is installed is noted in the stamp. */
const servers = join(root, "test", "servers");
const stamp = join(servers, "node_modules", ".installed-lock");

/** Installs the servers where a test wants them and they are not there; without them it is skipped. */
function installServers(files: readonly string[]): void {
  if (!files.some((file) => file.startsWith(servers))) return;
  const lock = readFileSync(join(servers, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("# test/servers: npm ci …");
  const started = performance.now();
  const { status, stderr, error } = spawnSync(
    "npm",
    ["ci", "--prefix", servers, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    { cwd: servers, encoding: "utf8" },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status !== 0) {
    const why = error?.message ?? stderr.trim().split("\n", 1)[0];
    console.log(
      `# test/servers: not installed after ${seconds} s, their tests are skipped: ${why}`,
    );
    return;
  }
  writeFileSync(stamp, lock);
  const megabytes = Math.round(sizeOf(join(servers, "node_modules")) / 1e6);
  console.log(`# test/servers: ${megabytes} MB in ${seconds} s`);
}

/** Bytes of the files in a folder. */
function sizeOf(folder: string): number {
  let size = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) size += statSync(join(entry.parentPath, entry.name)).size;
  }
  return size;
}

/** Points the XDG variables into a new private folder; answers what removes it. */
function privateHome(): () => void {
  const home = mkdtempSync(join(tmpdir(), "ht-"));
  for (const name of ["STATE", "CONFIG", "CACHE", "DATA"]) {
    process.env[`XDG_${name}_HOME`] = join(home, name.toLowerCase());
  }
  const runtime = join(home, "runtime");
  mkdirSync(runtime, { mode: 0o700 });
  process.env.XDG_RUNTIME_DIR = runtime;
  // What tests leave behind goes with it. The names are short: screens show paths.
  const temporary = join(home, "t");
  mkdirSync(temporary);
  process.env.TMPDIR = temporary;
  // What a test has killed may still write there for a moment.
  return () => rmSync(home, { recursive: true, force: true, maxRetries: 20 });
}

/** The error a test threw, without the runner's own frames. */
function failureText(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const text =
    cause instanceof Error
      ? (cause.stack ?? cause.message)
      : typeof cause === "string"
        ? cause
        : inspect(cause);
  const lines = text.split("\n").filter((line) => !line.includes("(node:"));
  return lines.map((line) => `    ${line}`).join("\n");
}

async function runTests(files: readonly string[]): Promise<boolean> {
  const notes: string[] = [];
  const failures: string[] = [];
  /** What a file wrote to stderr; shown where the whole file failed (a syntax error, a crash). */
  const complaints = new Map<string, string>();
  let marks = 0;
  let passed = false;
  for await (const event of run({
    files,
    concurrency: CONCURRENCY,
    timeout: TEST_LIMIT_MS,
    signal: AbortSignal.timeout(RUN_LIMIT_MS),
    cwd: root,
  })) {
    switch (event.type) {
      case "test:fail": {
        const { name, file, line, details } = event.data;
        // A suite fails because a test in it does; that test has been reported.
        const { error } = details;
        if ("failureType" in error && error.failureType === "subtestsFailed") break;
        const whole = name === file;
        const text =
          whole && file ? (complaints.get(file) ?? failureText(error)) : failureText(error);
        failures.push(
          `not ok: ${whole ? relative(root, name) : name} (${file ? relative(root, file) : ""}:${line ?? 0})\n${text}`,
        );
        break;
      }
      case "test:stderr": {
        const { file, message } = event.data;
        complaints.set(file, (complaints.get(file) ?? "") + message);
        break;
      }
      case "test:pass": {
        const { skip, name } = event.data;
        if (skip !== undefined && skip !== false) {
          notes.push(`skipped: ${name}${typeof skip === "string" ? ` (${skip})` : ""}`);
        }
        break;
      }
      case "test:diagnostic":
        if (event.data.file !== undefined) notes.push(event.data.message);
        break;
      case "test:summary": {
        const { file, success, counts, duration_ms } = event.data;
        if (file !== undefined) {
          process.stdout.write(success ? "." : "x");
          if (++marks % 80 === 0) process.stdout.write("\n");
          break;
        }
        passed = success;
        process.stdout.write("\n");
        for (const note of notes) console.log(`# ${note}`);
        for (const failure of failures) console.log(`\n${failure}`);
        console.log("");
        for (const [name, count] of Object.entries(counts)) {
          if (name !== "topLevel") console.log(`# ${name} ${count}`);
        }
        console.log(`# duration_ms ${Math.round(duration_ms)}`);
        break;
      }
    }
  }
  return passed;
}

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  console.error(
    `The tests need Node ${OLDEST_NODE} or later; this is ${process.version}. ` +
      "npm ci installs one on Linux and macOS (x64, arm64).",
  );
  process.exit(1);
}
const parts = process.argv.slice(2);
const files = testFiles(parts);
if (files.length === 0) {
  console.error(`No test file matches ${parts.join(" ")}`);
  process.exit(1);
}
installServers(files);
const removeHome = privateHome();
try {
  process.exitCode = (await runTests(files)) ? 0 : 1;
} finally {
  removeHome();
}
