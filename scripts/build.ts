/**
 * Bundles the editor into `dist/`: the program in one file, the workers in theirs, the default theme
 * and the keymaps as data inside. `--quiet` prints nothing when all is well.
 */
import { existsSync, globSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { parse } from "smol-toml";
import { parseTheme } from "../src/config/theme.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const quiet = process.argv.includes("--quiet");
const dist = join(root, "dist");

/** Workers are found by name; each is started as `new URL("./NAME.js", import.meta.url)`. */
function workers(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const file of globSync("src/**/{worker,*-worker}.{ts,tsx}", { cwd: root })) {
    const name = basename(file).replace(/\.tsx?$/, "");
    const room = basename(dirname(file));
    entries[name === "worker" ? `${room}-worker` : name] = join(root, file);
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
  external: ["ink", "react", "yoga-layout", "react-devtools-core"],
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
const program = await build({
  ...shared,
  entryPoints: { hunch: join(root, "src/app/main.ts") },
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { ...shared.define, "import.meta.url": "__moduleUrl" },
  banner: { js: 'const __moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
});
const threads = await build({ ...shared, entryPoints: workers(), format: "esm" });

if (!existsSync(join(dist, "hunch.cjs"))) throw new Error("The bundle has no hunch.cjs");
if (!quiet) {
  let total = 0;
  const outputs = Object.keys({ ...program.metafile.outputs, ...threads.metafile.outputs }).map(
    (file) => {
      const { size } = statSync(join(root, file));
      total += size;
      return { file, size };
    },
  );
  outputs.sort((a, b) => b.size - a.size);
  for (const { file, size } of outputs) {
    process.stdout.write(`${(size / 1024).toFixed(1).padStart(9)} kB  ${file}\n`);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  process.stdout.write(`${(total / 1024).toFixed(1).padStart(9)} kB  in all, ${seconds} s\n`);
}
