/** Asks a server with TLS from the models' thread, as the editor does; prints the answer, or the error. */
import { openModels } from "../../../../src/models/thread/client.ts";
import { callOf, configOf, never, textOf } from "../fixture.ts";

const port = openModels(configOf({ kind: "openai", url: process.argv[2] ?? "" }), { env: {} });
// The thread does not keep the process alive.
const alive = setInterval(() => undefined, 1000);
process.stdout.write(await textOf(port.call(callOf(), never())).catch(String));
await port.close();
clearInterval(alive);
