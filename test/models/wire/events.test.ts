/** Events of streams that are cut anywhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type EventDecoder,
  NdjsonDecoder,
  SseDecoder,
  type StreamEvent,
  WholeDecoder,
} from "../../../src/models/wire/events.ts";
import { WireError } from "../../../src/models/wire/transport.ts";

const message = (data: string): StreamEvent => ({ event: "message", data });

const SSE: readonly { name: string; text: string; events: readonly StreamEvent[] }[] = [
  { name: "one", text: 'data: {"a":1}\n\n', events: [message('{"a":1}')] },
  { name: "CRLF", text: "data: a\r\n\r\ndata: b\r\n\r\n", events: [message("a"), message("b")] },
  { name: "CR", text: "data: a\r\rdata: b\r\r", events: [message("a"), message("b")] },
  { name: "lines", text: "data: a\ndata: b\ndata:\n\n", events: [message("a\nb\n")] },
  { name: "one blank only", text: "data:  a\ndata:b\n\n", events: [message(" a\nb")] },
  {
    name: "names, comments and fields that nobody knows",
    text: ": ping\n\nevent: ping\nid: 7\nretry: 3\ndata: {}\n\n:\ndata: x\nfoo\n\n",
    events: [{ event: "ping", data: "{}" }, message("x")],
  },
  {
    name: "an event without data is none",
    text: "event: a\n\ndata: b\n\n",
    events: [message("b")],
  },
  { name: "UTF-8", text: "data: ä€😀\u2028\n\n", events: [message("ä€😀\u2028")] },
  { name: "a byte order mark", text: "\ufeffdata: a\n\n", events: [message("a")] },
  {
    name: "no empty line at the end",
    text: "data: a\n\ndata: b",
    events: [message("a"), message("b")],
  },
  {
    name: "no end of the line",
    text: "data: a\n\ndata: b\n",
    events: [message("a"), message("b")],
  },
  {
    name: "llama.cpp's field of an error",
    text: 'error: {"code":500}\n\n',
    events: [{ event: "error", data: '{"code":500}' }],
  },
  { name: "nothing", text: "\n\n\n", events: [] },
];

const NDJSON = [
  { name: "lines", text: '{"a":1}\n{"b":"ä"}\r\n\n', events: ['{"a":1}', '{"b":"ä"}'] },
  { name: "no newline at the end", text: '{"a":1}\n{"b":2}', events: ['{"a":1}', '{"b":2}'] },
];

function read(decoder: EventDecoder, pieces: readonly Uint8Array[]): StreamEvent[] {
  const events = pieces.flatMap((piece) => [...decoder.add(piece)]);
  return [...events, ...decoder.end()];
}

/** Cut in two at every byte, and into bytes. */
function cuts(text: string): Uint8Array[][] {
  const bytes = Buffer.from(text, "utf8");
  const all: Uint8Array[][] = [[...bytes].map((byte) => Uint8Array.of(byte))];
  for (let i = 0; i <= bytes.length; i++) all.push([bytes.subarray(0, i), bytes.subarray(i)]);
  return all;
}

for (const { name, text, events } of SSE) {
  test(`server-sent events: ${name}`, () => {
    for (const pieces of cuts(text)) assert.deepEqual(read(new SseDecoder(), pieces), events);
  });
}

for (const { name, text, events } of NDJSON) {
  test(`a JSON value a line: ${name}`, () => {
    for (const pieces of cuts(text)) {
      assert.deepEqual(read(new NdjsonDecoder(), pieces), events.map(message));
    }
  });
}

test("a whole answer is one value", () => {
  for (const pieces of cuts('{\n "ä": 1\n}\n')) {
    assert.deepEqual(read(new WholeDecoder(), pieces), [message('{\n "ä": 1\n}')]);
  }
  assert.deepEqual(read(new WholeDecoder(), []), []);
});

test("what has no end is given up", () => {
  const piece = Buffer.alloc(1024 * 1024, "x");
  const line = Buffer.concat([Buffer.from("data: "), piece, Buffer.from("\n")]);
  for (const [decoder, part] of [
    [new SseDecoder(), piece],
    [new SseDecoder(), line],
    [new NdjsonDecoder(), piece],
    [new WholeDecoder(), piece],
  ] as const) {
    assert.throws(() => {
      for (let i = 0; i < 8; i++) decoder.add(part);
    }, WireError);
  }
});
