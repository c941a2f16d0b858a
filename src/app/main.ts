/** The program: reads the command line and starts what it asks for. */
import { Trust } from "../base/trust.ts";
import { stateFolder } from "../store/folder.ts";
import { parseArguments } from "./args.ts";
import { compiledBundle } from "./compiled.ts";
import { edit } from "./edit.ts";
import { evalModule } from "./late-eval.ts";
import { featuresModule } from "./late-features.ts";
import { modelsCommand } from "./late-models-command.ts";
import { remoteModule } from "./late-remote.ts";
import { mark } from "./startup.ts";
import { VERSION } from "./version.ts";

async function main(): Promise<void> {
  mark("node and modules");
  if (process.env.HUNCH_LISTEN !== undefined && compiledBundle() === null) {
    const { env, stdin, stderr } = process;
    const complain = (text: string): void => void stderr.write(`${text}\n`);
    const request = { env, cwd: process.cwd(), stdin, complain };
    const status = await remoteModule().openRemotely(process.argv.slice(2), request);
    if (status !== null) process.exit(status);
  }
  const invocation = await parseArguments(process.argv.slice(2), VERSION);
  switch (invocation.action) {
    case "help":
    case "version":
      (invocation.failed ? process.stderr : process.stdout).write(invocation.text);
      process.exitCode = invocation.failed ? 1 : 0;
      return;
    case "edit": {
      mark("arguments");
      await edit(invocation);
      return;
    }
    case "health": {
      const { healthReport } = await import("./health.ts");
      const { composeEditor } = await import("./compose.ts");
      const { loadConfig } = await import("../config/load.ts");
      const { featureSections } = featuresModule();
      const editor = composeEditor({ now: () => Date.now(), poll: () => {} });
      const report = await healthReport(
        process.env,
        VERSION,
        () => loadConfig(editor, { env: process.env, commandsFollow: true }),
        () => [
          ...featureSections({
            env: process.env,
            cwd: process.cwd(),
            trust: new Trust(stateFolder(process.env)),
            servers: editor.featureTables.get("servers")?.table,
          }),
          modelsCommand().modelsSection(process.env),
        ],
      );
      process.stdout.write(report);
      return;
    }
    case "filter": {
      const { runFilter } = await import("./filter.ts");
      process.exitCode = await runFilter(invocation.rest);
      return;
    }
    case "models": {
      process.exitCode = await modelsCommand().runModelsHere(invocation.rest);
      return;
    }
    case "eval": {
      process.exitCode = await evalModule().runEval(invocation.rest);
      return;
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`hunch: ${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
