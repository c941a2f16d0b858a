/**
 * What every format wants of an answer before it reads it: no thinking aloud (`<think>…</think>`), line breaks
 * as the file has them, and an end.
 */
import type { AnswerReader, Reading } from "../format.ts";
import type { Finish } from "../prompt.ts";
import type { Scene } from "../scene.ts";
import { openToken } from "./tokens.ts";

/** What models begin a thought with, and end it with. */
const THOUGHTS: readonly (readonly [open: string, close: string])[] = [
  ["<think>", "</think>"],
  ["<thinking>", "</thinking>"],
  ["<thought>", "</thought>"],
  ["[THINK]", "[/THINK]"],
];

/** UTF-16 units of an answer at most, thoughts included: who sends more has no end. */
const MOST = 256 * 1024;

/** Reads what `make`'s reader is meant to read. `chat`: of a model that may think before it answers. */
export function cleaned(scene: Scene, make: () => AnswerReader, chat = false): AnswerReader {
  const known = ({ 0: open, 1: close }: (typeof THOUGHTS)[number]) =>
    scene.text.includes(open) || scene.text.includes(close);
  return new CleanReader(make, {
    thoughts: chat ? THOUGHTS.filter((thought) => !known(thought)) : [],
    returns: scene.text.includes("\r"),
  });
}

interface Cleaning {
  readonly thoughts: typeof THOUGHTS;
  /** The file has carriage returns in it: those of an answer are meant. */
  readonly returns: boolean;
}

class CleanReader implements AnswerReader {
  private readonly make: () => AnswerReader;
  private readonly cleaning: Cleaning;
  private reader: AnswerReader;
  /** `behind`: a thought is over, and what comes first may be blank lines. */
  private state: "first" | "thought" | "behind" | "open";
  /** What may be a part of a tag. */
  private held = "";
  private close = "";
  private size = 0;
  private last: Reading;

  constructor(make: () => AnswerReader, cleaning: Cleaning) {
    this.make = make;
    this.cleaning = cleaning;
    this.reader = make();
    this.last = this.reader.add("");
    this.state = cleaning.thoughts.length > 0 ? "first" : "open";
  }

  add(text: string): Reading {
    if (this.last.done) return this.last;
    this.size += text.length;
    this.take(this.cleaning.returns ? text : text.replaceAll("\r", ""));
    if (this.size > MOST && !this.last.done) this.last = { ...this.end("length"), done: true };
    return this.last;
  }

  end(finish: Finish): Reading {
    if (this.last.refused !== null) return this.last;
    if (this.state === "thought") {
      const refused = "the answer is a thought only";
      this.last = { hunks: [], cursor: null, done: true, refused };
    } else {
      if (this.state === "first") this.last = this.reader.add(this.held);
      this.last = this.reader.end(finish);
    }
    return this.last;
  }

  private take(text: string): void {
    if (this.state === "first") this.first(text);
    else if (this.state === "thought") this.thought(text);
    else if (this.state === "behind") this.behind(text);
    else this.open(text);
  }

  private first(text: string): void {
    this.held += text;
    const bare = this.held.trimStart();
    const { thoughts } = this.cleaning;
    const thought = thoughts.find(([open]) => bare.startsWith(open));
    if (thought) {
      [, this.close] = thought;
      this.state = "thought";
      this.thought("");
    } else if (!thoughts.some(([open]) => open.startsWith(bare))) {
      const { held } = this;
      this.held = "";
      this.state = "open";
      this.open(held);
    }
  }

  private thought(text: string): void {
    const seen = this.held + text;
    const at = seen.indexOf(this.close);
    if (at < 0) {
      this.held = seen.slice(Math.max(0, seen.length - this.close.length));
      return;
    }
    this.held = "";
    this.state = "behind";
    this.behind(seen.slice(at + this.close.length));
  }

  private behind(text: string): void {
    const rest = text.replace(/^[\r\n]+/, "");
    if (rest === "") return;
    this.state = "open";
    this.open(rest);
  }

  /** A template that begins the thought itself shows its end only: all before it was none of the answer. */
  private open(text: string): void {
    const closes = this.cleaning.thoughts.map(([, close]) => close);
    const seen = this.held + text;
    const close = closes.find((tag) => seen.includes(tag));
    if (close === undefined) {
      this.held = seen.slice(seen.length - openToken(seen, closes));
      this.last = this.reader.add(text);
      return;
    }
    this.held = "";
    if (this.last.hunks.length > 0) {
      const refused = `the answer has ${close} in it`;
      this.last = { hunks: [], cursor: null, done: true, refused };
      return;
    }
    this.reader = this.make();
    this.last = this.reader.add("");
    this.state = "behind";
    this.behind(seen.slice(seen.indexOf(close) + close.length));
  }
}
