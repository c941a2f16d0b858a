/** A snippet's body as the text that is put in, and the places in it that are visited. */
import { parseSnippet, type SnippetNode, type Transform } from "./parser.ts";
import { transformed } from "./transform.ts";

/** One place of a stop. Offsets are UTF-16, in the text of the expansion. */
export interface StopPlace {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly choices: readonly string[] | null;
  readonly transform: Transform | null;
  /** The one that is visited; the others repeat what is typed there. */
  readonly leads: boolean;
  /** The place that holds this one, by its number in the list; -1: none. */
  readonly parent: number;
}

export interface Expansion {
  readonly text: string;
  readonly places: readonly StopPlace[];
}

export interface ExpansionRequest {
  /** The value of a variable; undefined: there is no such variable. */
  variable(name: string): string | undefined;
  /** What rows behind the first one start with. */
  readonly indent: string;
  /** What a tab at the start of a row becomes. */
  readonly unit: string;
}

const MOST_DEPTH = 16;
/** A longer text is cut: mirrors of mirrors would grow without end. */
const MOST_TEXT = 1_000_000;

export function expandSnippet(body: string, request: ExpansionRequest): Expansion {
  return new Expander(parseSnippet(body.replaceAll("\r\n", "\n")), request).run();
}

class Expander {
  private readonly nodes: readonly SnippetNode[];
  private readonly request: ExpansionRequest;
  /** What stands at a stop at first. */
  private readonly contents = new Map<number, SnippetNode & { readonly kind: "stop" }>();
  private readonly places: { -readonly [K in keyof StopPlace]: StopPlace[K] }[] = [];
  private readonly led = new Set<number>();
  private readonly unknown = new Map<string, number>();
  private text = "";
  private highest = 0;

  constructor(nodes: readonly SnippetNode[], request: ExpansionRequest) {
    this.nodes = nodes;
    this.request = request;
  }

  run(): Expansion {
    this.survey(this.nodes);
    for (const node of this.nodes) this.render(node, -1, 0);
    if (!this.places.some(({ index }) => index === 0)) {
      const end = this.text.length;
      this.places.push(placeAt(0, end, end, true, -1));
    }
    return { text: this.text, places: this.places };
  }

  private survey(nodes: readonly SnippetNode[]): void {
    for (const node of nodes) {
      if (node.kind === "text") continue;
      if (node.kind === "stop") {
        this.highest = Math.max(this.highest, node.index);
        const known = this.contents.has(node.index);
        if (!known && node.children !== null) this.contents.set(node.index, node);
      }
      if (node.children !== null) this.survey(node.children);
    }
  }

  private render(node: SnippetNode, parent: number, depth: number): void {
    if (node.kind === "text") this.put(node.text);
    else if (node.kind === "stop") this.stop(node, parent, depth);
    else this.variable(node, parent, depth);
  }

  private stop(node: SnippetNode & { kind: "stop" }, parent: number, depth: number): void {
    const { index, transform } = node;
    const content = this.contents.get(index);
    const from = this.text.length;
    const leads = !this.led.has(index) && (content === undefined || content === node);
    if (leads) this.led.add(index);
    const number = this.places.push(placeAt(index, from, from, leads, parent)) - 1;
    const place = this.places[number]!;
    place.transform = leads ? null : transform;
    place.choices = leads ? (content?.choices ?? null) : null;
    if (depth < MOST_DEPTH && this.text.length < MOST_TEXT) {
      if (leads) for (const child of content?.children ?? []) this.render(child, number, depth + 1);
      else {
        const plain = this.plain(content?.children ?? [], depth + 1);
        this.raw(transform === null ? plain : transformed(plain, transform));
      }
    }
    place.to = this.text.length;
  }

  private variable(node: SnippetNode & { kind: "variable" }, parent: number, depth: number): void {
    const value = this.request.variable(node.name);
    if (value !== undefined && value !== "") {
      this.put(node.transform === null ? value : transformed(value, node.transform));
    } else if (node.children !== null) {
      for (const child of node.children) this.render(child, parent, depth + 1);
    } else if (value === undefined) {
      // A variable that nobody knows is a place to write it.
      const index = this.unknown.get(node.name) ?? ++this.highest;
      const from = this.text.length;
      this.raw(node.name);
      const leads = !this.unknown.has(node.name);
      this.unknown.set(node.name, index);
      this.places.push(placeAt(index, from, this.text.length, leads, parent));
    }
  }

  /** The text of a placeholder where it is only repeated. */
  private plain(nodes: readonly SnippetNode[], depth: number): string {
    if (depth > MOST_DEPTH) return "";
    const outer = this.text;
    const places = this.places.length;
    const led = new Set(this.led);
    for (const node of nodes) this.render(node, -1, depth + 1);
    const text = this.text.slice(outer.length);
    this.text = outer;
    this.places.length = places;
    this.led.clear();
    for (const index of led) this.led.add(index);
    return text;
  }

  /** Text of the body: its rows are indented as the row that it is put into. */
  private put(text: string): void {
    const { indent, unit } = this.request;
    this.raw(
      text.replace(/(\n|^)(\t*)/g, (all, start: string, tabs: string, at: number) => {
        if (start === "" && (at > 0 || !this.isRowStart)) return all;
        return (start === "" ? "" : `\n${indent}`) + unit.repeat(tabs.length);
      }),
    );
  }

  private get isRowStart(): boolean {
    return this.text === "" || this.text.endsWith("\n");
  }

  private raw(text: string): void {
    this.text += text.slice(0, Math.max(0, MOST_TEXT - this.text.length));
  }
}

function placeAt(
  index: number,
  from: number,
  to: number,
  leads: boolean,
  parent: number,
): { -readonly [K in keyof StopPlace]: StopPlace[K] } {
  return { index, from, to, choices: null, transform: null, leads, parent };
}
