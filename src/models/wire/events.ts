/**
 * Streams of events in bytes that are cut anywhere: server-sent events (the WHATWG standard, section
 * "Interpreting an event stream") and JSON values a line each.
 */
import { WireError } from "./transport.ts";

export interface StreamEvent {
  /** "message" where the stream does not name it. */
  readonly event: string;
  readonly data: string;
}

export interface EventDecoder {
  /** Throws a WireError (`garbage`) when a line or an event has no end. */
  add(bytes: Uint8Array): readonly StreamEvent[];
  /** What is left when nothing comes any more. */
  end(): readonly StreamEvent[];
}

/** UTF-16 units of a line, and of the data of an event. */
const MOST_EVENT = 4 * 1024 * 1024;

/** Whole lines without their ends: "\n", "\r\n", "\r". */
class Lines {
  private readonly decoder = new TextDecoder();
  private parts: string[] = [];
  private size = 0;
  /** A "\r" was the last character: a "\n" now is of the same end. */
  private afterReturn = false;

  add(bytes: Uint8Array): string[] {
    return this.split(this.decoder.decode(bytes, { stream: true }));
  }

  end(): string[] {
    const lines = this.split(this.decoder.decode());
    if (this.size > 0) lines.push(this.take(""));
    return lines;
  }

  private split(text: string): string[] {
    const lines: string[] = [];
    let from = 0;
    if (this.afterReturn && text !== "") {
      this.afterReturn = false;
      if (text[0] === "\n") from = 1;
    }
    const ends = /\r\n?|\n/g;
    ends.lastIndex = from;
    for (let match = ends.exec(text); match !== null; match = ends.exec(text)) {
      lines.push(this.take(text.slice(from, match.index)));
      from = ends.lastIndex;
      if (from === text.length && match[0] === "\r") this.afterReturn = true;
    }
    if (from < text.length) {
      this.parts.push(text.slice(from));
      this.size += text.length - from;
      if (this.size > MOST_EVENT) throw new WireError("garbage", "a line of the answer has no end");
    }
    return lines;
  }

  private take(rest: string): string {
    const line = this.parts.length === 0 ? rest : this.parts.join("") + rest;
    this.parts = [];
    this.size = 0;
    return line;
  }
}

export class SseDecoder implements EventDecoder {
  private readonly lines = new Lines();
  private event = "";
  private data: string[] = [];
  private size = 0;

  add(bytes: Uint8Array): StreamEvent[] {
    return this.read(this.lines.add(bytes));
  }

  /** The standard drops an event without an empty line behind it; some servers forget the last one. */
  end(): StreamEvent[] {
    return this.read([...this.lines.end(), ""]);
  }

  private read(lines: readonly string[]): StreamEvent[] {
    const events: StreamEvent[] = [];
    for (const line of lines) {
      if (line === "") this.dispatch(events);
      else if (line[0] !== ":") this.field(line);
    }
    return events;
  }

  private field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value[0] === " ") value = value.slice(1);
    if (name === "event") this.event = value;
    else if (name === "data" || name === "error") {
      // Older servers of llama.cpp call the field of an error so.
      if (name === "error") this.event = "error";
      this.data.push(value);
      this.size += value.length + 1;
      if (this.size > MOST_EVENT) throw new WireError("garbage", "an event has no end");
    }
  }

  private dispatch(events: StreamEvent[]): void {
    if (this.data.length > 0) {
      events.push({ event: this.event || "message", data: this.data.join("\n") });
    }
    this.event = "";
    this.data = [];
    this.size = 0;
  }
}

export class NdjsonDecoder implements EventDecoder {
  private readonly lines = new Lines();

  add(bytes: Uint8Array): StreamEvent[] {
    return events(this.lines.add(bytes));
  }

  end(): StreamEvent[] {
    return events(this.lines.end());
  }
}

function events(lines: readonly string[]): StreamEvent[] {
  return lines
    .filter((line) => line.trim() !== "")
    .map((data) => ({ event: "message", data }) satisfies StreamEvent);
}

/** The whole answer is one value. */
export class WholeDecoder implements EventDecoder {
  private readonly decoder = new TextDecoder();
  private readonly parts: string[] = [];
  private size = 0;

  add(bytes: Uint8Array): StreamEvent[] {
    this.size += bytes.length;
    if (this.size > MOST_EVENT) throw new WireError("garbage", "the answer has no end");
    this.parts.push(this.decoder.decode(bytes, { stream: true }));
    return [];
  }

  end(): StreamEvent[] {
    const data = (this.parts.join("") + this.decoder.decode()).trim();
    return data === "" ? [] : [{ event: "message", data }];
  }
}
