/**
 * A provider of models in a process of its own, for the bench: answers at once with text that goes on
 * and on, or after a time with one text. Tells its parent its address, and when it is asked how many
 * answers are under way.
 */
import { type Received, startProvider } from "../test/models/server/provider.ts";
import type { Turn } from "../test/models/server/turn.ts";

/** `endless`: a piece each 10 ms; `late`: all of it after so many milliseconds. */
export type ServerMode =
  | { readonly kind: "endless" }
  | { readonly kind: "late"; readonly ms: number };

export interface ServerStats {
  readonly requests: number;
  /** Answers that are being written. */
  readonly open: number;
}

/** What the model says when it is asked once: its number tells it from all that was there before. */
export const ghostOf = (n: number): string => `zyxmodel${n}(qq, vv)`;

const NOUNS = "account order invoice customer payment address product session".split(" ");
/** What is typed. The model knows it, and would go on. */
export const TYPED = NOUNS.map((noun) => `const other = store.change(${noun}Id);`);

const PIECE_MS = 10;
const PIECES = 4000;

let mode: ServerMode = { kind: "endless" };
let requests = 0;
let open = 0;

function turn(request: Received): Turn {
  requests++;
  open++;
  void request.closed.then(() => open--);
  const isEdit = request.path.includes("chat");
  if (mode.kind === "late") {
    return { headMs: mode.ms, pieces: [isEdit ? "<NO_EDIT>" : ghostOf(requests)] };
  }
  // Of an edit nothing is certain before its end, text at the cursor grows on the screen.
  const piece = (n: number) => (isEdit ? `+  const more${n} = ${n};\n` : ` word${n}`);
  const begin = isEdit ? ["service.ts:2999\n", "-}\n"] : restOf(request).match(/.{1,4}/g);
  const pieces = [...(begin ?? []), ...Array.from({ length: PIECES }, (_, n) => piece(n))];
  return { pieces, pieceMs: PIECE_MS };
}

/** What is still to be typed of the line at the cursor. */
function restOf({ json }: Received): string {
  const before = String(json.input_prefix ?? json.prompt).replace(/<\|fim_suffix\|>.*/s, "");
  const typed = before.slice(before.lastIndexOf("\n") + 1).trimStart();
  const whole = typed === "" ? undefined : TYPED.find((text) => text.startsWith(typed));
  return whole?.slice(typed.length) ?? "const ";
}

if (process.send !== undefined) {
  const servers = await Promise.all([
    startProvider("llama.cpp", turn),
    startProvider("openai", turn),
  ]);
  process.on("message", (message: ServerMode | "stats") => {
    if (message === "stats") process.send!({ requests, open } satisfies ServerStats);
    else {
      mode = message;
      process.send!("ok");
    }
  });
  process.on("disconnect", () => process.exit(0));
  process.send(servers.map(({ url }) => url));
}
