/** What goes wrong with an answer, and what a caller hears of it: the same for every kind of provider. */
import type { ModelFault } from "../../../src/models/port.ts";
import type { Turn } from "../server/turn.ts";
import type { Way } from "./ways.ts";

export interface FaultRow {
  readonly name: string;
  readonly fault: Turn["fault"];
  /** `all` of the answer, a beginning of it (maybe all, maybe nothing), or `none`. */
  readonly text: "all" | "some" | "none";
  /** One of these; null: it went well, and then all of the text is there. */
  readonly outcome: (way: Way) => readonly (ModelFault | null)[];
  /** Milliseconds for which nothing is sent then; absent: what a first failure costs. */
  readonly retryMs?: number;
  /** Limits of the call (milliseconds). */
  readonly limits?: { readonly firstMs?: number; readonly totalMs?: number };
}

const is =
  (...faults: (ModelFault | null)[]) =>
  () =>
    faults;
/** What the error in the middle is; null: the protocol has none, and the server goes on. */
const MIDDLE: Readonly<Partial<Record<Way["kind"], ModelFault | null>>> = {
  anthropic: "busy",
  mistral: null,
  inception: null,
};
/** The wait after one failure, with the most of chance. */
export const FIRST_WAIT = 1000;

function status(
  code: number,
  fault: ModelFault,
  retryMs: number,
  headers: Readonly<Record<string, string>> = {},
): FaultRow {
  const said = Object.entries(headers).map(([name, value]) => `, ${name}: ${value}`);
  return {
    name: `status ${code}${said.join("")}`,
    fault: { kind: "status", status: code, headers },
    text: "none",
    outcome: is(fault),
    retryMs,
  };
}

/** The hour that the clock of the table shows (see `portFor`), and eleven seconds later. */
const LATER = new Date(1_800_000_011_000).toUTCString();

export const FAULT_ROWS: readonly FaultRow[] = [
  { name: "nothing", fault: undefined, text: "all", outcome: is(null) },
  status(400, "refused", 0),
  status(401, "key", Number.POSITIVE_INFINITY),
  status(402, "key", Number.POSITIVE_INFINITY),
  status(403, "key", Number.POSITIVE_INFINITY),
  status(404, "refused", 0),
  status(408, "slow", FIRST_WAIT),
  status(413, "refused", 0),
  status(422, "refused", 0),
  status(429, "busy", FIRST_WAIT),
  status(429, "busy", 7000, { "retry-after": "7" }),
  status(429, "busy", 11_000, { "retry-after": LATER }),
  status(429, "busy", 2500, { "retry-after-ms": "2500", "retry-after": "3" }),
  status(429, "busy", 3_600_000, { "retry-after": "86400" }),
  status(429, "busy", FIRST_WAIT, { "retry-after": "soon" }),
  status(500, "server", FIRST_WAIT),
  status(502, "server", FIRST_WAIT),
  status(503, "server", 20_000, { "retry-after": "20" }),
  status(529, "busy", FIRST_WAIT),
  {
    name: "status 502 with a page",
    fault: {
      kind: "status",
      status: 502,
      headers: { "content-type": "text/html" },
      body: "<html><h1>502 Bad Gateway</h1></html>",
    },
    text: "none",
    outcome: is("server"),
  },
  {
    name: "a page instead of an answer",
    fault: { kind: "refusal", type: "text/html", body: "<html>Log in to the WiFi</html>" },
    text: "none",
    outcome: is("garbage"),
  },
  {
    name: "nothing instead of an answer",
    fault: { kind: "refusal", type: "text/event-stream", body: "" },
    text: "none",
    outcome: is("garbage"),
  },
  {
    name: "JSON of another protocol",
    fault: { kind: "refusal", type: "application/json", body: '{"hello":[1,2]}' },
    text: "none",
    outcome: is("garbage"),
  },
  ...([1, 7, 64] as const).map(
    (size): FaultRow => ({
      name: `pieces of ${size} bytes`,
      fault: { kind: "bytes", size },
      text: "all",
      outcome: is(null),
    }),
  ),
  ...[0, 1, 13, 60, 111, 160, 201, 333, 420, 512, 690, 900, 1200].map(
    (after): FaultRow => ({
      name: `cut after ${after} bytes`,
      fault: { kind: "cut", after },
      text: "some",
      outcome: is("offline", null),
    }),
  ),
  {
    name: "no JSON in the middle",
    fault: { kind: "malformed", at: 2 },
    text: "some",
    outcome: ({ whole }) => (whole ? [null] : ["garbage"]),
  },
  {
    name: "no JSON at the start",
    fault: { kind: "malformed", at: 0 },
    text: "none",
    outcome: is("garbage"),
  },
  { name: "comments between", fault: { kind: "comments" }, text: "all", outcome: is(null) },
  {
    name: "an error in the middle",
    fault: { kind: "error-event", at: 2 },
    text: "some",
    outcome: ({ kind, whole }) => {
      const middle = MIDDLE[kind];
      return [whole || middle === null ? null : (middle ?? "server")];
    },
  },
  {
    name: "an end without a last value",
    fault: { kind: "early-end" },
    text: "all",
    outcome: is(null),
  },
  {
    name: "pieces without an end",
    fault: { kind: "endless", what: "pieces" },
    text: "some",
    outcome: is("slow", "garbage"),
    limits: { totalMs: 2000 },
  },
  {
    name: "a line without an end",
    fault: { kind: "endless", what: "line" },
    text: "some",
    outcome: is("garbage"),
  },
  ...(["gzip", "br", "deflate"] as const).map(
    (encoding): FaultRow => ({
      name: `compressed as ${encoding}`,
      fault: { kind: "encoding", encoding },
      text: "all",
      outcome: is(null),
    }),
  ),
  ...(["before-head", "after-head"] as const).flatMap((when): FaultRow[] => [
    { name: `reset ${when}`, fault: { kind: "reset", when }, text: "none", outcome: is("offline") },
    {
      name: `silent ${when}`,
      fault: { kind: "silent", when },
      text: "none",
      outcome: is("slow"),
      limits: { firstMs: 2000 },
    },
  ]),
  {
    name: "a head that promises more",
    fault: { kind: "length" },
    text: "some",
    outcome: is("offline", null),
  },
  { name: "a head byte by byte", fault: { kind: "slow-head" }, text: "all", outcome: is(null) },
];
