/** Loads `hunch eval`, which in the bundle is a file of its own: the editor never reads it. */
import { createRequire } from "node:module";
import { compiledBundle } from "./compiled.ts";

type EvalModule = typeof import("./eval.ts");

export function evalModule(): EvalModule {
  const compiled = compiledBundle();
  if (compiled !== null) return compiled.load("eval.cjs")() as EvalModule;
  return createRequire(import.meta.url)("./eval.ts") as EvalModule;
}
