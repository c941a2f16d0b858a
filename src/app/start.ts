/**
 * Starts the bundle with the machine's own compiled form of it. Node's compile cache keeps only what
 * is compiled when a file is loaded; here the functions that a start has run are kept, too, and a
 * start takes 15 ms less. The form lies in the user's cache folder and belongs to one build of hunch;
 * V8 refuses it when it is of another version of itself.
 */
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { COMPILED, type Compiled } from "./compiled.ts";
import type { RemoteModule } from "./late-remote.ts";

/** So many forms are kept: a build has three or four. */
const MOST_FORMS = 12;

/** Scripts that have no form, or one that V8 refused: they get one when it is quiet. */
const formless: { readonly script: vm.Script; readonly form: string }[] = [];
/** What the files that ran export. */
const ran = new Map<string, unknown>();

// That is for this process (see bin/hunch), not for the programs that are started from here.
if (process.env.MALLOC_ARENA_MAX === "1") delete process.env.MALLOC_ARENA_MAX;

const compiled: Compiled = { load: prepare, save };
(globalThis as Record<symbol, unknown>)[COMPILED] = compiled;
// In a terminal of ours the editor around opens the file; see remote-client.ts.
if (process.env.HUNCH_LISTEN === undefined) prepare("hunch.cjs")();
else {
  const { openRemotely } = prepare("remote.cjs")() as RemoteModule;
  const { env, stdin, stderr } = process;
  const complain = (text: string): void => void stderr.write(`${text}\n`);
  openRemotely(process.argv.slice(2), { env, cwd: process.cwd(), stdin, complain }).then(
    (status) => {
      if (status === null) prepare("hunch.cjs")();
      else process.exit(status);
    },
    (error: unknown) => {
      complain(`hunch: ${error instanceof Error ? error.stack : error}`);
      process.exit(1);
    },
  );
}

/**
 * Compiles a file of the bundle; the function that is given back runs it and answers its exports. A file
 * runs once: its tables, and what it says of its modules to later files, must exist once.
 */
function prepare(name: string): () => unknown {
  if (ran.has(name)) return () => ran.get(name);
  const file = path.join(__dirname, name);
  const form = formFile(file);
  const known = form === null ? undefined : read(form);
  // A function of what a CommonJS module is given; the build put it around the program.
  const source = fs.readFileSync(file, "latin1");
  const script = new vm.Script(source, {
    filename: file,
    cachedData: known,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (form !== null && (known === undefined || script.cachedDataRejected)) {
    formless.push({ script, form });
  }
  return () => {
    if (ran.has(name)) return ran.get(name);
    const own = { exports: {} };
    script.runInThisContext()(own.exports, require, own, file, __dirname);
    ran.set(name, own.exports);
    return own.exports;
  };
}

/** Where the form of this very file is kept; null for nowhere. */
function formFile(file: string): string | null {
  const { env } = process;
  const cache = env.XDG_CACHE_HOME || (env.HOME && path.join(env.HOME, ".cache"));
  if (!cache || !path.isAbsolute(cache) || env.NODE_DISABLE_COMPILE_CACHE) return null;
  const { size, mtimeMs, ino } = fs.statSync(file);
  return path.join(cache, "hunch", "compiled", `${process.version}-${size}-${ino}-${mtimeMs}`);
}

function read(name: string): Buffer | undefined {
  try {
    return fs.readFileSync(name);
  } catch {
    // Not there yet, or not ours to read: the bundle is compiled.
    return undefined;
  }
}

/** Writes the forms that are missing. */
function save(): void {
  for (const { script, form } of formless.splice(0)) write(script, form);
}

function write(script: vm.Script, name: string): void {
  const folder = path.dirname(name);
  const draft = `${name}.${process.pid}`;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(draft, script.createCachedData(), { mode: 0o600 });
    fs.renameSync(draft, name);
    const forms = fs.readdirSync(folder).map((entry) => {
      const place = path.join(folder, entry);
      return { place, time: fs.statSync(place).mtimeMs };
    });
    forms.sort((a, b) => b.time - a.time);
    for (const { place } of forms.slice(MOST_FORMS)) fs.unlinkSync(place);
  } catch (error) {
    // The folder is not writable, or another hunch is tidying up: the next start tries again.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}
