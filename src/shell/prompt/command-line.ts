/** Suggestions in command lines that take a shell's: `:!`, `:terminal`, `:read !`, `:Run`. */
import type { CommandSuggestion } from "../command.ts";

export interface LineGhostPorts {
  /** Lines that begin with `prefix` and may be offered, the likeliest first. */
  ask(prefix: string): readonly CommandSuggestion[];
  /** Calls `LineGhost.answer` soon, behind the frame. */
  later(): void;
  enabled(): boolean;
}

/** What may stand before; commands with patterns, where "|" is no bar, are not looked behind. */
const BEFORE = /^(?:[\w\s]*\|)*\s*/.source;
const MODIFIERS =
  /(?:(?:vert(?:ical)?|bo(?:tright)?|to(?:pleft)?|abo(?:veleft)?|bel(?:owright)?|tab)\s+)*/.source;
const BEFORE_SHELL = new RegExp(
  `${BEFORE}(?:!|r(?:e|ea|ead)?\\s*!|Run\\s|${MODIFIERS}te(?:r|rm|rmi|rmin|rmina|rminal)?!?\\s)\\s*`,
);
/** What Vim puts something else in the place of. */
const REPLACED = /[%#!<]|\\$/;

export class LineGhost {
  private readonly ports: LineGhostPorts;
  /** The command line without its beginning. */
  private typed: string | null = null;
  private offer: string | null = null;
  private offers: readonly string[] = [];
  private asked: string | null = null;

  constructor(ports: LineGhostPorts) {
    this.ports = ports;
  }

  /** What is suggested behind a `:` line as it stands now; empty: nothing (yet). */
  textFor(line: string): string {
    const typed = this.ports.enabled() ? shellPart(line) : null;
    this.typed = typed;
    if (typed === null || typed === "") {
      this.offer = null;
      return "";
    }
    if (this.offer?.startsWith(typed) && this.offer.length > typed.length) {
      return this.offer.slice(typed.length);
    }
    this.offer = null;
    if (this.asked !== typed) this.ports.later();
    return "";
  }

  /** Asks for suggestions: called behind the frame after `later`. True: there is something new. */
  answer(): boolean {
    const { typed } = this;
    if (typed === null || typed === "" || this.offer !== null) return false;
    this.asked = typed;
    const fits = ({ command }: CommandSuggestion): boolean =>
      !REPLACED.test(command.slice(typed.length));
    this.offers = this.ports
      .ask(typed)
      .filter(fits)
      .map((each) => each.command);
    this.offer = this.offers[0] ?? null;
    return this.offer !== null;
  }

  /** The suggestion after this one, or before it, is the one from now on. */
  cycle(step: 1 | -1): void {
    const { typed, offer } = this;
    if (typed === null || offer === null) return;
    const offers = this.offers.filter((each) => each.startsWith(typed) && each !== typed);
    const at = offers.indexOf(offer) + step;
    this.offer = offers[(at + offers.length) % offers.length] ?? offer;
  }

  /** The line was left. */
  left(): void {
    this.typed = null;
    this.offer = null;
    this.asked = null;
  }

  /** More is known than before: what had no answer may have one. */
  reconsider(): void {
    this.asked = null;
    if (this.typed !== null && this.typed !== "" && this.offer === null) this.ports.later();
  }
}

/** What the shell gets of a `:` line; null: nothing. */
export function shellPart(line: string): string | null {
  const found = BEFORE_SHELL.exec(line);
  return found === null ? null : line.slice(found[0].length);
}
