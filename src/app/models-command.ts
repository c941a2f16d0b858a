/**
 * The entry of `hunch models`, and what `hunch health` says of models; in the bundle a file of its own:
 * the editor never reads it.
 */
import { text } from "node:stream/consumers";
import { configFolder } from "../config/load.ts";
import { readModels } from "../models/config/file.ts";
import type { HealthSection } from "./health-sections.ts";
import { runModels } from "./models/cli.ts";
import { systemConsole } from "./models/console.ts";
import { modelHealth } from "./models/status.ts";

/** On the process's own terminal; resolves with the exit status. */
export function runModelsHere(args: readonly string[]): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  // Who reads (`| head`) has had enough.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  return runModels(args, {
    env,
    console: systemConsole({ stdin, stdout }),
    complain: (line) => void stderr.write(`${line}\n`),
    input: () => text(stdin),
  });
}

/** Keys are looked for, not read, and nobody is asked. */
export function modelsSection(env: Readonly<Record<string, string | undefined>>): HealthSection {
  const { config, faults } = readModels(configFolder(env), env);
  return { title: "Models", items: modelHealth(config, faults, env) };
}
