/**
 * Bundles the editor into `dist/`: one entry with code splitting, the workers as entries of their
 * own, the default theme and the keymaps as data. `--quiet` prints nothing when all is well.
 */
import { existsSync, globSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
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
const result = await build({
  absWorkingDir: root,
  entryPoints: { hunch: join(root, "src/app/main.ts"), ...workers() },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  sourcemap: false,
  legalComments: "none",
  chunkNames: "chunk-[name]-[hash]",
  external: ["ink", "react", "yoga-layout", "react-devtools-core"],
  // blessed and its like are CommonJS and ask for node's own modules by `require`.
  banner: {
    js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);',
  },
  define: {
    HUNCH_DEFAULT_THEME: defaultTheme(),
    HUNCH_VERSION: JSON.stringify(version),
  },
  loader: { ".toml": "text", ".md": "text", ".txt": "text" },
  plugins: [inlineKeymap],
  metafile: true,
  logLevel: quiet ? "error" : "warning",
});

if (!existsSync(join(dist, "hunch.js"))) throw new Error("The bundle has no hunch.js");
if (!quiet) {
  let total = 0;
  const outputs = Object.keys(result.metafile.outputs).map((file) => {
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
