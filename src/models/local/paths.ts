/** Where models of this machine and what runs them lie. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "./types.ts";

function dataFolder(env: Environment): string {
  return join(env.XDG_DATA_HOME || join(env.HOME || homedir(), ".local", "share"), "hunch");
}

/** The files of models, or links to them, and what is known of them. */
export function modelsFolder(env: Environment): string {
  return join(dataFolder(env), "models");
}

/** The package that runs models, with what it needs. */
export function runtimeFolder(env: Environment): string {
  return join(dataFolder(env), "runtime");
}
