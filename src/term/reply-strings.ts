/** Answers that come as strings: OSC and DCS, without introducer and terminator. */
import { colourOfReply, type TerminalReply } from "./replies.ts";

export function parseOsc(text: string): TerminalReply {
  const [number = "", ...rest] = text.split(";");
  if (number === "52") return { kind: "clipboard" };
  if (number === "4") {
    const [index = "", colour = ""] = rest;
    return { kind: "colour", number: 4, index: Number(index), value: colourOfReply(colour) };
  }
  if (/^1[0-9]$/.test(number)) {
    const value = colourOfReply(rest[0] ?? "");
    return { kind: "colour", number: Number(number), index: null, value };
  }
  return { kind: "unknown", text: `OSC ${text.slice(0, 80)}` };
}

export function parseDcs(text: string): TerminalReply {
  if (text.startsWith(">|")) return { kind: "version", text: printableAscii(text.slice(2)) };
  if (text.startsWith("!|")) return { kind: "tertiary-attributes", text: text.slice(2) };
  const termcap = /^([01])\+r([0-9A-Fa-f]*)(?:=([0-9A-Fa-f]*))?/.exec(text);
  if (termcap) {
    return {
      kind: "termcap",
      found: termcap[1] === "1",
      name: fromHex(termcap[2]!),
      value: fromHex(termcap[3] ?? ""),
    };
  }
  const setting = /^([01])\$r(.*)$/s.exec(text);
  if (setting) return { kind: "setting", found: setting[1] === "1", value: setting[2]! };
  return { kind: "unknown", text: `DCS ${text.slice(0, 80)}` };
}

function fromHex(hex: string): string {
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

/** A terminal's name is shown to people. */
function printableAscii(text: string): string {
  return text.replace(/[^ -~]/g, "").slice(0, 80);
}
