/**
 * Bundles what is loaded behind the first frame (src/app/features.ts), with the first terminal
 * (src/shell/install.ts) and with models (src/app/models-features.ts) into files of their own that share the modules of those before them:
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

/** Files that are loaded behind `features.cjs`, each when something asks for it: name and entry. */
const UPPER = {
  shell: "src/shell/install.ts",
  models: "src/app/models-features.ts",
} as const;

/**
 * Builds `features.cjs`, and those that are loaded behind it, in any order or not at all. `program` is the
 * metafile of the program's bundle: its modules are taken from the registry. What two of the later files
 * have in common goes into `features.cjs`. Answers the code that fills the registry, to be put behind the
 * program's own imports.
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
  const build = (below: ReadonlySet<string>) =>
    Promise.all(
      Object.entries(UPPER).map(([name, entry]) =>
        buildLayer({ ...common, name, entry: join(root, entry), below }),
      ),
    );
  const below = new Set([...theirs, ...modulesOf(alone)]);
  const trial = await build(below);
  const [first, ...others] = trial.map((layer) => new Set(modulesOf(layer)));
  const shared = [...first!].filter((path) => others.some((other) => other.has(path)));
  const upper = shared.length === 0 ? trial : await build(new Set([...below, ...shared]));
  const used = new Set(upper.flatMap((layer) => [...layer.used]));
  const taken = [...used].filter((path) => !theirs.has(path));
  const registry = await registryOf(root, taken.sort(), new Set(shared));
  const features = await buildLayer({ ...featuresOf, registry });
  const all = new Set([...features.used, ...[...used].filter((path) => theirs.has(path))]);
  return { registry: await registryOf(root, [...all].sort()), layers: [features, ...upper] };
}

function modulesOf({ metafile }: Layer): string[] {
  return Object.keys(metafile.inputs).filter((path) => !path.includes(":"));
}

/**
 * `import {a as m0_a} from "…"` and a getter of each name, so that later values are seen, too. Modules that
 * only later files need are `late`: they run when one of those asks.
 */
async function registryOf(
  root: string,
  modules: readonly string[],
  late: ReadonlySet<string> = new Set(),
): Promise<string> {
  const names = await exportsOf(root, modules);
  const imports: string[] = [];
  const entries: string[] = [];
  modules.forEach((path, i) => {
    if (late.has(path)) {
      entries.push(`${JSON.stringify(path)}:()=>require(${JSON.stringify(join(root, path))})`);
      return;
    }
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
