/**
 * Bundles what is loaded behind the first frame (src/app/features.ts) into a file of its own that
 * shares the modules of the program: a class or a table must exist once. The program keeps a registry
 * of those modules, a function each that costs nothing until the features ask for it.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from "esbuild";

/** Where the program's modules are found by the features' file. */
const REGISTRY = 'Symbol.for("hunch.modules")';

/** The program's entry with the registry, which is there before anything of the program runs. */
export function withRegistry(root: string, main: string, registry: string): Plugin {
  return {
    name: "with-registry",
    setup(builder) {
      builder.onResolve({ filter: /^hunch:/ }, ({ path }) => ({ path, namespace: "hunch" }));
      builder.onLoad({ filter: /.*/, namespace: "hunch" }, ({ path }) => ({
        contents:
          path === "hunch:registry"
            ? registry
            : `import "hunch:registry";import ${JSON.stringify(main)};`,
        resolveDir: root,
        loader: "js",
      }));
    },
  };
}

/** The table of language servers as a string instead of a file that is read. */
const inlineServers: Plugin = {
  name: "inline-servers",
  setup(builder) {
    builder.onLoad({ filter: /src\/language\/lsp\/server-data\.ts$/ }, ({ path }) => {
      const text = readFileSync(join(path, "..", "..", "servers.toml"), "utf8");
      return { contents: `export const serverTableText = () => ${JSON.stringify(text)};` };
    });
  },
};

/** The same for the tables of matchers and tests. */
const inlineMatchers: Plugin = {
  name: "inline-matchers",
  setup(builder) {
    builder.onLoad(
      { filter: /src\/shell\/(?:matchers\/matcher|run\/test)-data\.ts$/ },
      ({ path }) => {
        const [, name] = /(matcher|test)-data\.ts$/.exec(path)!;
        const text = readFileSync(join(path, "..", `${name}s.toml`), "utf8");
        return { contents: `export const ${name}sText = () => ${JSON.stringify(text)};` };
      },
    );
  },
};

/**
 * Builds `features.cjs`. `program` is the metafile of the program's bundle: its modules are taken from
 * the registry. Answers the code that fills the registry, to be put behind the program's own imports.
 */
export async function buildFeatures(
  root: string,
  options: BuildOptions,
  program: Metafile,
): Promise<{
  readonly registry: string;
  readonly metafile: Metafile;
  readonly outputFiles: readonly OutputFile[];
}> {
  const theirs = new Set(Object.keys(program.inputs));
  const used = new Set<string>();
  const fromProgram: Plugin = {
    name: "from-program",
    setup(builder) {
      builder.onResolve({ filter: /.*/ }, async (args) => {
        const { importer, kind, namespace, resolveDir } = args;
        if (args.pluginData === "seen" || kind === "entry-point") return null;
        const found = await builder.resolve(args.path, {
          importer,
          kind,
          namespace,
          resolveDir,
          pluginData: "seen",
        });
        if (found.external || found.errors.length > 0) return found;
        const path = relative(root, found.path);
        if (!theirs.has(path)) return found;
        used.add(path);
        return { path, namespace: "program" };
      });
      builder.onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({
        contents: `module.exports=globalThis[${REGISTRY}][${JSON.stringify(path)}]();`,
        loader: "js",
      }));
    },
  };
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: { features: join(root, "src/app/features.ts") },
    metafile: true,
    write: false,
    plugins: [fromProgram, inlineServers, inlineMatchers],
  });
  return { registry: await registryOf(root, [...used].sort()), metafile, outputFiles };
}

/** `import {a as m0_a} from "…"` and a getter of each name, so that later values are seen, too. */
async function registryOf(root: string, modules: readonly string[]): Promise<string> {
  const names = await exportsOf(root, modules);
  const imports: string[] = [];
  const entries: string[] = [];
  modules.forEach((path, i) => {
    const exported = names.get(path) ?? [];
    const list = exported.map((name) => `${name} as m${i}_${name}`).join(",");
    imports.push(`import {${list}} from ${JSON.stringify(join(root, path))};`);
    const getters = exported.map((name) => `get ${name}(){return m${i}_${name}}`).join(",");
    entries.push(`${JSON.stringify(path)}:()=>({__esModule:true,${getters}})`);
  });
  return `${imports.join("")}globalThis[${REGISTRY}]={${entries.join(",")}};`;
}

/** The names that each module exports. */
async function exportsOf(
  root: string,
  modules: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: modules.map((path) => join(root, path)),
    outdir: join(root, "dist"),
    outbase: root,
    format: "esm",
    write: false,
    metafile: true,
  });
  const names = new Map<string, readonly string[]>();
  for (const output of Object.values(metafile.outputs)) {
    if (output.entryPoint !== undefined) names.set(output.entryPoint, output.exports);
  }
  return names;
}
