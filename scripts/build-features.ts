/**
 * Bundles what is loaded behind the first frame (src/app/features.ts), and what is loaded with the first
 * terminal (src/shell/install.ts), into files of their own that share the modules of those before them:
 * a class or a table must exist once. A registry has those modules, a function each that costs nothing
 * until a later file asks for it.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from "esbuild";

/** Where modules are found by files that are loaded later. */
const REGISTRY = 'Symbol.for("hunch.modules")';

/** A file's entry with the registry, which is there before anything of the file runs. */
export function withRegistry(root: string, main: string, registry: string): Plugin {
  return {
    name: "with-registry",
    setup(builder) {
      builder.onResolve({ filter: /^hunch:/ }, ({ path }) => ({ path, namespace: "hunch" }));
      builder.onLoad({ filter: /.*/, namespace: "hunch" }, ({ path }) => ({
        contents:
          path === "hunch:registry"
            ? registry
            : `import "hunch:registry";export * from ${JSON.stringify(main)};`,
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

export interface Layer {
  readonly metafile: Metafile;
  readonly outputFiles: readonly OutputFile[];
}

interface LayerRequest {
  readonly root: string;
  readonly options: BuildOptions;
  /** The name of the file. */
  readonly name: string;
  /** Absolute. */
  readonly entry: string;
  /** The modules of the files that are there before it: it takes them from the registry. */
  readonly below: ReadonlySet<string>;
  /** Code that adds modules of its own to the registry; absent: nobody needs any. */
  readonly registry?: string;
}

/** A file that is loaded later; and which modules it takes. */
async function buildLayer(request: LayerRequest): Promise<Layer & { readonly used: Set<string> }> {
  const { root, below, entry } = request;
  const used = new Set<string>();
  const fromBelow: Plugin = {
    name: "from-below",
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
        if (!below.has(path)) return found;
        used.add(path);
        return { path, namespace: "below" };
      });
      builder.onLoad({ filter: /.*/, namespace: "below" }, ({ path }) => ({
        contents: `module.exports=globalThis[${REGISTRY}][${JSON.stringify(path)}]();`,
        loader: "js",
      }));
    },
  };
  const { registry } = request;
  const { metafile, outputFiles } = await build({
    ...request.options,
    entryPoints: { [request.name]: registry === undefined ? entry : "hunch:entry" },
    metafile: true,
    write: false,
    plugins: [
      ...(registry === undefined ? [] : [withRegistry(root, entry, registry)]),
      fromBelow,
      inlineServers,
      inlineMatchers,
    ],
  });
  return { used, metafile, outputFiles };
}

/**
 * Builds `features.cjs`, and `shell.cjs`, which is loaded behind it. `program` is the metafile of the
 * program's bundle: its modules are taken from the registry. Answers the code that fills the registry,
 * to be put behind the program's own imports.
 */
export async function buildFeatures(
  root: string,
  options: BuildOptions,
  program: Metafile,
): Promise<{ readonly registry: string; readonly layers: readonly Layer[] }> {
  const theirs = new Set(Object.keys(program.inputs));
  const common = { root, options };
  const featuresOf = {
    ...common,
    name: "features",
    entry: join(root, "src/app/features.ts"),
    below: theirs,
  };
  const alone = await buildLayer(featuresOf);
  const own = Object.keys(alone.metafile.inputs).filter((path) => !path.includes(":"));
  const shell = await buildLayer({
    ...common,
    name: "shell",
    entry: join(root, "src/shell/install.ts"),
    below: new Set([...theirs, ...own]),
  });
  const taken = [...shell.used].filter((path) => !theirs.has(path));
  const registry = await registryOf(root, taken.sort());
  const features = await buildLayer({ ...featuresOf, registry });
  const fromProgram = [...shell.used].filter((path) => theirs.has(path));
  const used = new Set([...features.used, ...fromProgram]);
  return { registry: await registryOf(root, [...used].sort()), layers: [features, shell] };
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
  const table = `globalThis[${REGISTRY}]`;
  return `${imports.join("")}Object.assign(${table}??={},{${entries.join(",")}});`;
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
