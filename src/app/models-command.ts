/** The entry of `hunch models`, which in the bundle is a file of its own: the editor never reads it. */
import { text } from "node:stream/consumers";
import { runModels } from "./models/cli.ts";
import { systemConsole } from "./models/console.ts";

/** On the process's own terminal; resolves with the exit status. */
export function runModelsHere(args: readonly string[]): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  return runModels(args, {
    env,
    console: systemConsole({ stdin, stdout }),
    complain: (line) => void stderr.write(`${line}\n`),
    input: () => text(stdin),
  });
}
