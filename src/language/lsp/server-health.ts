/** Which of the known servers could be started here, for `hunch health`. */
import type { Trust } from "../../base/trust.ts";
import { programOf } from "./server-place.ts";
import { type Settings, serverTable } from "./server-table.ts";

export interface ServerHealth {
  readonly name: string;
  readonly command: string;
  readonly filetypes: readonly string[];
  /** Absolute path of the program; null: it is not installed. */
  readonly program: string | null;
}

/** Every server of the table, the user's (`[servers]`) included, for a project folder. */
export function serverHealth(
  root: string,
  trust: Pick<Trust, "allows">,
  env: Readonly<Record<string, string | undefined>>,
  user: Settings = {},
): ServerHealth[] {
  return serverTable(user).servers.map((spec) => ({
    name: spec.name,
    command: [spec.command, ...spec.args].join(" "),
    filetypes: spec.filetypes,
    program: programOf(spec, root, trust, env)?.path ?? null,
  }));
}
