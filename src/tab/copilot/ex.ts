/** `:Copilot`: signing in and out, what it does, its log. */
import { messageOf, UserError } from "../../base/errors.ts";
import { showDocument } from "../../editor/buffers.ts";
import type { Editor } from "../../editor/editor.ts";
import type { ExCommand } from "../../editor/ex-command.ts";
import { type Fiber, until } from "../../editor/fiber.ts";
import { splitWindow } from "../../editor/layout-windows.ts";
import { shownPath } from "../../editor/paths.ts";
import { virtualDocument } from "../../editor/virtual.ts";
import { notice } from "../../language/lsp/notice.ts";
import { readAccount, readSignIn, type ServerCommand, type SignIn } from "./protocol.ts";
import type { CopilotServer } from "./server.ts";

/** GitHub's codes are good for a quarter of an hour. */
const SIGN_IN_MS = 15 * 60_000;
const MOST_REFUSED = 5;

export function copilotExCommand(
  editor: Editor,
  server: CopilotServer,
  redraw: () => void,
): ExCommand {
  /** What the user has to enter somewhere. */
  let open: SignIn | null = null;

  const say = (text: string): void => {
    notice(editor, text);
    redraw();
  };

  function* signIn(): Fiber {
    const answer = readSignIn(yield* until(server.request("signIn", {}, 30_000), "Copilot"));
    if (answer === null) throw new UserError("Copilot's server gave no code");
    if (answer.userCode === null) {
      editor.showMessage(`Copilot: ${plain(answer.status) || "signed in already"}`);
      return;
    }
    open = answer;
    editor.showMessage(codeLines(answer).join("\n"));
    if (answer.command !== null) void finish(answer.command, answer);
  }

  /** Ends when the user has entered the code, or it is too old. */
  async function finish(command: ServerCommand, own: SignIn): Promise<void> {
    try {
      const params = { command: command.command, arguments: command.arguments ?? [] };
      const given = await server.request("workspace/executeCommand", params, SIGN_IN_MS);
      const { status, user } = readAccount(given);
      if (IN.has(status)) server.signedIn();
      say(`Copilot: ${plain(status) || "signed in"}${user === "" ? "" : ` as ${user}`}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // The code is too old, or was refused, or the server has ended.
      say(`Copilot: not signed in: ${error.message.replace(/^copilot:? /, "")}`);
    } finally {
      if (open === own) open = null;
    }
  }

  function* status(): Fiber {
    const lines = describe(editor, server);
    if (server.client?.state === "ready") {
      const { status: account, user } = yield* until(checked(server), "Copilot");
      lines.splice(1, 0, `account: ${user === "" ? plain(account) || "not known" : user}`);
    }
    if (open !== null) lines.push(...codeLines(open));
    editor.showMessage(lines.join("\n"));
  }

  const subcommands: Readonly<Record<string, () => Fiber | void>> = {
    signin: signIn,
    *signout() {
      yield* until(server.request("signOut", {}), "Copilot");
      editor.showMessage("Copilot: signed out");
    },
    status,
    *restart() {
      yield* until(server.restart(), "Copilot");
      const { enabled } = server.documents;
      editor.showMessage(
        enabled
          ? "Copilot's server starts again"
          : "Copilot's server has ended; predictions are off",
      );
    },
    log() {
      const text = server.log.text() || "Copilot's server has said nothing yet";
      const doc = virtualDocument(editor, { title: "Copilot", text });
      if (editor.tab.windows.some((win) => win.doc === doc)) return;
      showDocument(editor, splitWindow(editor, editor.win), doc);
    },
    "log-on": () => traffic(true),
    "log-off": () => traffic(false),
  };

  function traffic(on: boolean): void {
    server.log.traffic = on;
    editor.showMessage(`Messages to and from Copilot's server are ${on ? "" : "not "}noted`);
  }

  return {
    name: "Copilot",
    min: 4,
    args: true,
    bar: true,
    doc: "Copilot: `signin`, `signout`, `status`, `restart`, `log` (`log-on`: with each message)",
    complete: () => Object.keys(subcommands),
    run({ args }) {
      const name = args.trim() || "status";
      const run = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
      if (run === undefined) throw new UserError(`E475: Invalid argument: ${name}`);
      return run();
    },
  };
}

/** Both on rows of their own: one is typed off. */
function codeLines({ userCode, verificationUri }: SignIn): string[] {
  return [`Copilot: open ${verificationUri}`, `and enter the code ${userCode}`];
}

async function checked(server: CopilotServer): Promise<{ status: string; user: string }> {
  try {
    return readAccount(await server.request("checkStatus", {}));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { status: messageOf(error), user: "" };
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  OK: "signed in",
  MaybeOk: "signed in",
  AlreadySignedIn: "signed in already",
  SignedIn: "signed in",
  NotSignedIn: "not signed in",
  NotAuthorized: "this account may not use Copilot",
};

const IN: ReadonlySet<string> = new Set(["OK", "MaybeOk", "AlreadySignedIn", "SignedIn"]);

function plain(status: string): string {
  return PLAIN[status] ?? status;
}

/** Rows about the server, for `:Copilot status` and the health report. */
export function describe(editor: Editor, server: CopilotServer): string[] {
  const { client, state } = server;
  const lines = [`Copilot: ${server.status().replace(/^copilot: /, "") || phase(client?.state)}`];
  if (client !== null && client.state !== "ended") {
    lines.push(`server: ${client.serverInfo || client.program}, process ${client.pid ?? "–"}`);
    lines.push(`root: ${client.root === null ? "none" : shownPath(editor, client.root)}`);
    const documents = [...client.documents.keys()].map((doc) => shownPath(editor, doc.path));
    lines.push(`has: ${documents.length === 0 ? "no file" : documents.join(", ")}`);
  }
  if (state.message !== "" && state.kind !== "Normal") lines.push(`says: ${state.message}`);
  const times = server.asked === 1 ? "once" : `${server.asked} times`;
  lines.push(`asked: ${times}${server.failed === 0 ? "" : `, ${server.failed} in vain`}`);
  for (const [path, why] of [...server.documents.refused].slice(0, MOST_REFUSED)) {
    lines.push(`not sent: ${shownPath(editor, path)}: ${why}`);
  }
  return lines;
}

function phase(state: string | undefined): string {
  return state === "ready" ? "works" : state === undefined ? "not started" : state;
}
