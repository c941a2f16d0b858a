/**
 * Bundles the editor into `dist/`: the program in one file, the workers in theirs, the default theme
 * and the keymaps as data inside. `--quiet` prints nothing when all is well; `--out=FOLDER` is another
 * folder than `dist/`, which has to be below the project's, as packages are looked for from there.
 */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { parse } from "smol-toml";
import { parseTheme } from "../src/config/theme.ts";
import { buildFeatures, withRegistry } from "./build-features.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const quiet = process.argv.includes("--quiet");
const out = process.argv.find((arg) => arg.startsWith("--out="))?.slice("--out=".length);
const dist = resolve(root, out ?? "dist");

/**
 * Workers are found by name (`child` is a process); each is started as
 * `new URL("./NAME.js", import.meta.url)`.
 */
function workers(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const file of globSync("src/**/{worker,*-worker,child}.{ts,tsx}", { cwd: root })) {
    const name = basename(file).replace(/\.tsx?$/, "");
    const room = basename(dirname(file));
    const whole = name === "worker" || name === "child";
    entries[whole ? `${room}-${name}` : name] = join(root, file);
  }
  return entries;
}

function defaultTheme(): string {
  const file = join(root, "themes", "hunch-dark.toml");
  return JSON.stringify(parseTheme(readFileSync(file, "utf8"), file));
}

/** The default keymap as an object literal instead of a file that is read and parsed. */
const inlineKeymap: Plugin = {
  name: "inline-keymap",
  setup(builder) {
    builder.onLoad({ filter: /src\/app\/keys\.ts$/ }, () => {
      const data = parse(readFileSync(join(root, "keymaps", "default.toml"), "utf8"));
      const json = JSON.stringify(JSON.stringify(data));
      return {
        contents: `export const defaultKeymapData = () => JSON.parse(${json});`,
        loader: "js",
      };
    });
  },
};

/**
 * Modules of ours that are imported on demand are in the same file and cost nothing until they are
 * called; as real `import()`s they would make esbuild wrap every module in a function, and a start
 * would take 10 ms more.
 */
const plainImports: Plugin = {
  name: "plain-imports",
  setup(builder) {
    builder.onLoad(
      { filter: /src\/(app|config)\/(main|theme-load|load|help-panel)\.ts$/ },
      ({ path }) => {
        const imports: string[] = [];
        const source = readFileSync(path, "utf8");
        const code = source.replace(/await import\(("\.[^"]+\.ts")\)/g, (_all, module: string) => {
          imports.push(`import * as late${imports.length} from ${module};`);
          return `late${imports.length - 1}`;
        });
        return { contents: imports.join("") + code, loader: "ts" };
      },
    );
  },
};

/**
 * A class of characters that CodeMirror makes when it is loaded and that nobody asks for: 1 ms of
 * Unicode tables.
 */
const lessCodeMirror: Plugin = {
  name: "less-codemirror",
  setup(builder) {
    builder.onLoad({ filter: /@codemirror\/state\/dist\/index\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(
        /try \{\s*wordChar = .*\n\}\s*catch \(_\) \{ \}/,
        "",
      ),
      loader: "js",
    }));
  },
};

/** Modules of Node that a plain start does not use: each costs 0.5 to 3 ms to load. */
const LATE_BUILTINS = /^(node:)?(child_process|module|readline|v8|zlib)$/;

/**
 * Those modules as objects whose members load them; and modules of which only what is global anyway
 * is used.
 */
const lateBuiltins: Plugin = {
  name: "late-builtins",
  setup(builder) {
    builder.onResolve({ filter: LATE_BUILTINS }, ({ path }) => ({ path, namespace: "late" }));
    builder.onResolve({ filter: /^node:(perf_hooks|process)$/ }, ({ path }) => ({
      path,
      namespace: "global",
    }));
    builder.onLoad({ filter: /.*/, namespace: "global" }, ({ path }) => ({
      contents:
        path === "node:process"
          ? "module.exports=process;"
          : "module.exports={get performance(){return performance}};",
      loader: "js",
    }));
    builder.onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter((name) =>
        /^[a-z]\w*$/i.test(name),
      );
      const members = names.map((name) => `get ${name}(){return load().${name}}`);
      return {
        contents:
          `let m;const load=()=>m??=process.getBuiltinModule(${JSON.stringify(path)});` +
          `module.exports={${members.join(",")}};`,
        loader: "js",
      };
    });
  },
};

/**
 * `import fs from "node:fs"` becomes a copy of the module with a getter for each member, which takes
 * a millisecond; an object that inherits from the module does the same.
 */
function withoutCopies(code: string): string {
  return code.replace(
    /__toESM\((require\("node:\w+"\)),1\)/g,
    (_all, module: string) => `{__proto__:${module},default:${module}}`,
  );
}

const version = (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }
).version;
const started = performance.now();
rmSync(dist, { recursive: true, force: true });
const shared = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // esbuild takes Node's Unicode tables for too old, and makes a call of each such literal: it would
  // be parsed when its module is loaded.
  supported: { "regexp-unicode-property-escapes": true },
  external: [
    "ink",
    "react",
    "yoga-layout",
    "react-devtools-core",
    "web-tree-sitter",
    "simple-git",
    "vscode-jsonrpc",
    "vscode-jsonrpc/*",
    "@vscode/ripgrep",
    "node-pty",
  ],
  loader: { ".toml": "text", ".md": "text", ".txt": "text" },
  define: {
    HUNCH_DEFAULT_THEME: defaultTheme(),
    HUNCH_VERSION: JSON.stringify(version),
  },
  plugins: [inlineKeymap],
  metafile: true,
  logLevel: quiet ? "error" : "warning",
} satisfies BuildOptions;

// The program is one CommonJS file: its loader is ready at boot, each ES module more costs a
// millisecond. What is imported on demand lies in the same file and is evaluated on demand.
const main = join(root, "src/app/main.ts");
const commonJs = {
  ...shared,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { ...shared.define, "import.meta.url": "__moduleUrl" },
  banner: { js: 'const __moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
  write: false,
} satisfies BuildOptions;
const programPlugins = [inlineKeymap, plainImports, lateBuiltins, lessCodeMirror];
const alone = await build({ ...commonJs, entryPoints: { hunch: main }, plugins: programPlugins });
const features = await buildFeatures(root, commonJs, alone.metafile);
const program = await build({
  ...commonJs,
  entryPoints: { hunch: "hunch:entry" },
  plugins: [withRegistry(root, main, features.registry), ...programPlugins],
});
const evaluation = await build({
  ...commonJs,
  entryPoints: { eval: join(root, "src/app/eval.ts") },
  plugins: [],
});
const modelsCommand = await build({
  ...commonJs,
  entryPoints: { "models-command": join(root, "src/app/models-command.ts") },
  plugins: [],
});
const remote = await build({
  ...commonJs,
  entryPoints: { remote: join(root, "src/app/remote-client.ts") },
  plugins: [],
});
const starter = await build({
  ...shared,
  entryPoints: { start: join(root, "src/app/start.ts") },
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  plugins: [],
  write: false,
});
mkdirSync(dist, { recursive: true });
for (const file of starter.outputFiles) writeFileSync(file.path, withoutCopies(file.text));
// As start.ts wants them: putting a function around a megabyte takes it a millisecond.
const inFunctions = [program, ...features.layers, evaluation, modelsCommand, remote].flatMap(
  ({ outputFiles }) => outputFiles,
);
for (const file of inFunctions) {
  const code = withoutCopies(file.text);
  writeFileSync(file.path, `(function(exports,require,module,__filename,__dirname){${code}\n})`);
}
// Queries of ours are read at run time, beside the bundle.
cpSync(join(root, "src/language/syntax/queries"), join(dist, "queries"), { recursive: true });
cpSync(join(root, "src/language/structure/languages"), join(dist, "languages"), {
  recursive: true,
});
cpSync(join(root, "src/shell/integration/shell-scripts"), join(dist, "shell-scripts"), {
  recursive: true,
});
const threads = await build({ ...shared, entryPoints: workers(), format: "esm" });
// What the models' thread imports with the first conversation (src/models/wire/chat-call.ts): packages
// of it are CommonJS and require modules of Node.
const chat = await build({
  ...shared,
  entryPoints: { "models-chat": join(root, "src/models/chat/chat.ts") },
  format: "esm",
  banner: {
    js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
  },
});

if (!existsSync(join(dist, "hunch.cjs"))) throw new Error("The bundle has no hunch.cjs");
if (!quiet) {
  let total = 0;
  const outputs = Object.keys({
    ...program.metafile.outputs,
    ...Object.assign({}, ...features.layers.map(({ metafile }) => metafile.outputs)),
    ...evaluation.metafile.outputs,
    ...modelsCommand.metafile.outputs,
    ...remote.metafile.outputs,
    ...starter.metafile.outputs,
    ...threads.metafile.outputs,
    ...chat.metafile.outputs,
  }).map((file) => {
    const { size } = statSync(join(root, file));
    total += size;
    return { file, size };
  });
  outputs.sort((a, b) => b.size - a.size);
  for (const { file, size } of outputs) {
    process.stdout.write(`${(size / 1024).toFixed(1).padStart(9)} kB  ${file}\n`);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  process.stdout.write(`${(total / 1024).toFixed(1).padStart(9)} kB  in all, ${seconds} s\n`);
}
