/**
 * Starts the bundle with the machine's own compiled form of it. Node's compile cache keeps only what
 * is compiled when a file is loaded; here the functions that a start has run are kept, too, and a
 * start takes 15 ms less. The form lies in the user's cache folder and belongs to one build of hunch;
 * V8 refuses it when it is of another version of itself.
 */
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

/** Under this symbol the program finds a function that writes the form, if that is needed. */
const SAVE = Symbol.for("hunch.saveCompiled");
/** Forms of so many builds are kept. */
const MOST_FORMS = 4;

// That is for this process (see bin/hunch), not for the programs that are started from here.
if (process.env.MALLOC_ARENA_MAX === "1") delete process.env.MALLOC_ARENA_MAX;

const file = path.join(__dirname, "hunch.cjs");
const form = formFile();
const known = form === null ? undefined : read(form);
// A function of what a CommonJS module is given; the build put it around the program.
const source = fs.readFileSync(file, "latin1");
const script = new vm.Script(source, {
  filename: file,
  cachedData: known,
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
if (form !== null && (known === undefined || script.cachedDataRejected)) {
  (globalThis as Record<symbol, unknown>)[SAVE] = () => save(form);
}
script.runInThisContext()(exports, require, module, file, __dirname);

/** Where the form of this very bundle is kept; null for nowhere. */
function formFile(): string | null {
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

function save(name: string): void {
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
