/** Loads `hunch models`, which in the bundle is a file of its own: the editor never reads it. */
import { createRequire } from "node:module";
import { compiledBundle } from "./compiled.ts";

type ModelsCommand = typeof import("./models-command.ts");

export function modelsCommand(): ModelsCommand {
  const compiled = compiledBundle();
  if (compiled !== null) return compiled.load("models-command.cjs")() as ModelsCommand;
  return createRequire(import.meta.url)("./models-command.ts") as ModelsCommand;
}
