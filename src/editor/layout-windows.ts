/**
 * Opening, closing and moving windows and tab pages. Everything ends with `arrange`, which gives
 * every window its place on the screen.
 */
import { UserError } from "../base/errors.ts";
import type { Document } from "./document.ts";
import type { Editor } from "./editor.ts";
import {
  cloneLayout,
  firstLeaf,
  insertBeside,
  type LayoutLeaf,
  type LayoutNode,
  leafOf,
  newLeaf,
  removeNode,
  siblingOf,
  type TabPage,
} from "./layout.ts";
import { arrange, keepView, leafIn, screenShape, tabOf } from "./layout-screen.ts";
import {
  type Axis,
  axisOf,
  borderOf,
  equalize,
  fitLayout,
  isFixed,
  leastSize,
  resize,
  type ScreenShape,
  setSize,
  WANTED,
} from "./layout-size.ts";
import type { Window } from "./window.ts";

export { neighbourOf } from "./layout-neighbour.ts";
export {
  arrange,
  commandRow,
  hasGlobalStatus,
  hasTabline,
  resizeScreen,
  screenShape,
  tabOf,
} from "./layout-screen.ts";

export interface SplitOptions {
  readonly vertical?: boolean;
  /** Rows or columns of the new window; absent: half. */
  readonly size?: number;
  /** Before (above, left of) the window; absent: as 'splitbelow' and 'splitright' say. */
  readonly before?: boolean;
  /** Along the whole edge of the tab page instead of beside the window. */
  readonly edge?: boolean;
  /** What the new window shows; absent: what the old one shows. */
  readonly doc?: Document;
}

/**
 * Splits a window of the current tab page and enters the new one, which shows the same document at
 * the same place. Throws E36 when there is no room.
 */
export function splitWindow(editor: Editor, win: Window, options: SplitOptions = {}): Window {
  const fresh = editor.newWindow(options.doc ?? win.doc, win);
  fresh.height = win.height;
  fresh.width = win.width;
  if (fresh.doc === win.doc) {
    fresh.skip = win.skip;
    fresh.folds = win.folds.clone();
  }
  fresh.alternate = fresh.doc === win.doc ? win.alternate : win.doc;
  const same = fresh.doc === win.doc ? { of: win, to: fresh } : undefined;
  keepView(editor, () => insertWindow(editor, win, fresh, options), same);
  const axis: Axis = options.vertical ? "width" : "height";
  enterWindow(editor, fresh, options.size ? { ...WANTED, [axis]: options.size } : WANTED);
  return fresh;
}

/** `removed`: the window was taken out of another place, whose room went to others along an axis. */
function insertWindow(
  editor: Editor,
  from: Window,
  fresh: Window,
  options: SplitOptions,
  removed: Axis | null = null,
): void {
  const { tab } = editor;
  // Along an edge it is the window there that is halved.
  const win = options.edge ? tab.windows.at(options.before ? 0 : -1)! : from;
  const vertical = options.vertical ?? false;
  const axis: Axis = vertical ? "width" : "height";
  const before = options.before ?? !editor.options.get(vertical ? "splitright" : "splitbelow");
  const screen = screenShape(editor);
  // A first split may bring status lines.
  const shape: ScreenShape = { ...screen, bottomStatus: statusAfterSplit(editor, screen) };
  const at: LayoutNode = options.edge ? tab.root : leafIn(tab, win);
  const equal = editor.options.get("equalalways");
  const least = axis === "width" ? shape.minWidth : shape.minHeight;
  const available = options.edge || equal ? tab.root[axis] : at[axis];
  const needed = least + 1 + leastSize(options.edge || equal ? tab.root : at, axis, shape);
  if (available < needed) throw new UserError("E36: Not enough room");
  const oldSize = vertical ? win.width : win.height;
  let size = options.size && options.size > 0 ? options.size : Math.floor(oldSize / 2);
  size = Math.max(least, Math.min(size, available - (needed - least - 1) - 1));
  const tight = oldSize - size - 1 < least;
  const rest = oldSize - size - 1;
  // Windows are made equal only if one beside them is larger than one of the two.
  const uneven =
    equal &&
    !options.size &&
    (leafOf(tab.root, win)?.parent?.children ?? []).some(
      (node) =>
        node.kind === "leaf" &&
        node.win !== win &&
        (node.win[axis] > size || node.win[axis] > rest),
    );
  const leaf = newLeaf(fresh);
  const other: Axis = vertical ? "height" : "width";
  const whole = at[axis];
  insertBeside(tab, at, leaf, vertical ? "row" : "col", before);
  leaf[other] = at[other];
  leaf[axis] = Math.min(size + borderOf(leaf, axis, shape), Math.max(1, whole - 1));
  if (leaf.parent === at) {
    // The root itself took the new window.
    shrinkOthers(leaf, axis, whole, shape);
  } else setSize(at, axis, Math.max(1, whole - leaf[axis]), shape, !before);
  const previous = tab.current;
  tab.current = fresh;
  if (tight || uneven || removed) {
    equalize(tab, shape, removed && removed !== axis ? null : axis, true);
  }
  tab.current = previous;
  fitLayout(tab, shape);
}

function statusAfterSplit(editor: Editor, screen: ScreenShape): boolean {
  const last = editor.options.get("laststatus");
  return screen.bottomStatus || last === 1;
}

/** Makes the siblings of a new child of the root smaller. */
function shrinkOthers(leaf: LayoutLeaf, axis: Axis, whole: number, screen: ScreenShape): void {
  const parent = leaf.parent!;
  let over = parent.children.reduce((sum, c) => sum + c[axis], 0) - whole;
  const at = parent.children.indexOf(leaf);
  const others = [...parent.children.slice(at + 1), ...parent.children.slice(0, at).reverse()];
  for (const other of others) {
    if (over <= 0) break;
    const target = Math.max(leastSize(other, axis, screen), other[axis] - over);
    over -= other[axis] - target;
    setSize(other, axis, target, screen);
  }
  parent[axis] = whole;
}

function leaveFor(editor: Editor, next: Window): void {
  editor.events.emit("window-leave", { win: editor.win, next, nextDoc: next.doc });
}

/** Makes a window the current one, of another tab page too; `least` is the size that it gets. */
export function enterWindow(
  editor: Editor,
  win: Window,
  least: { readonly width: number; readonly height: number } = WANTED,
): void {
  if (editor.win === win) return;
  if (!tabOf(editor, win)) throw new Error(`Window ${win.id} is in no tab page`);
  leaveFor(editor, win);
  const from = editor.win;
  const tab = tabOf(editor, win);
  if (!tab) throw new UserError("The window was closed by an autocommand");
  if (from === win) return;
  from.visual = null;
  if (tab === editor.tab) tab.previous = from;
  editor.tab = tab;
  tab.current = win;
  win.cursor = { ...win.cursor, pos: Math.min(win.cursor.pos, win.doc.text.length) };
  growCurrent(editor, least);
  editor.events.emit("window-enter", win);
}

/** The current window has at least 'winwidth' and 'winheight' if there is room. */
function growCurrent(editor: Editor, least = WANTED): void {
  const { win } = editor;
  for (const axis of ["height", "width"] as const) {
    if (win[axis] < least[axis]) setWindowSize(editor, win, axis, least[axis]);
  }
}

/** The node that gets the room of a closed one. */
function heirOf(editor: Editor, node: LayoutNode): LayoutNode {
  const next = siblingOf(node, 1);
  const previous = siblingOf(node, -1);
  const backward =
    node.parent?.kind === "row"
      ? editor.options.get("splitright")
      : editor.options.get("splitbelow");
  const [first, second] = backward ? [previous, next] : [next, previous];
  const along: Axis = axisOf(node.parent?.kind ?? "col");
  const heir = first && second && isFixed(first, along) ? second : (first ?? second);
  if (!heir) throw new Error("The only window of a tab page has no neighbour");
  return heir;
}

/** Takes a leaf out and gives its room away. Returns the heir and the axis. */
function takeOut(editor: Editor, tab: TabPage, leaf: LayoutNode): { heir: LayoutNode; axis: Axis } {
  const heir = heirOf(editor, leaf);
  const axis = axisOf(leaf.parent!.kind);
  const first = siblingOf(leaf, 1) === heir;
  const size = heir[axis] + leaf[axis];
  removeNode(tab, leaf);
  setSize(heir, axis, size, screenShape(editor, tab), first);
  return { heir, axis };
}

/**
 * Closes a window; its room goes to a neighbour. False when it is the last window of the last tab
 * page (then the caller quits). The document stays.
 */
export function closeWindow(editor: Editor, win: Window): boolean {
  const tab = tabOf(editor, win);
  if (!tab) return true;
  if (tab.root.kind === "leaf") {
    if (editor.tabs.length === 1) return false;
    closeTab(editor, tab);
    return true;
  }
  const wasCurrent = tab.current === win;
  if (win === editor.win) leaveFor(editor, firstLeaf(heirOf(editor, leafIn(tab, win))).win);
  if (!tab.windows.includes(win)) return true;
  keepView(editor, () => {
    const leaf = leafIn(tab, win);
    const parent = leaf.parent;
    const { heir, axis } = takeOut(editor, tab, leaf);
    if (tab.previous === win) tab.previous = null;
    const next = firstLeaf(heir).win;
    if (tab.current === win) tab.current = next;
    const screen = screenShape(editor, tab);
    if (editor.options.get("equalalways")) {
      fitRoot(tab, screen);
      const within = leafOf(tab.root, tab.current)?.parent === parent;
      equalize(tab, screen, axis, within);
    }
    fitLayout(tab, screen);
  });
  editor.events.emit("window-close", win);
  if (tab === editor.tab) {
    growCurrent(editor);
    if (wasCurrent) editor.events.emit("window-enter", tab.current);
  }
  return true;
}

function fitRoot(tab: TabPage, screen: ScreenShape): void {
  tab.root.width = screen.width;
  tab.root.height = screen.height;
}

/** Closes every window of the tab page but one. */
export function onlyWindow(editor: Editor, win: Window): void {
  const tab = tabOf(editor, win);
  if (!tab || tab.root.kind === "leaf") return;
  if (win !== editor.win) leaveFor(editor, win);
  const closed = tab.windows.filter((other) => other !== win);
  keepView(editor, () => {
    tab.root = newLeaf(win);
    tab.current = win;
    tab.previous = null;
    fitLayout(tab, screenShape(editor, tab));
  });
  for (const other of closed) editor.events.emit("window-close", other);
  editor.events.emit("window-enter", win);
}

/** Sets a window's rows or columns, without its status line or separator. */
export function setWindowSize(editor: Editor, win: Window, axis: Axis, size: number): void {
  const { tab } = editor;
  const leaf = leafIn(tab, win);
  const screen = screenShape(editor);
  const least = axis === "width" ? screen.minWidth : screen.minHeight;
  keepView(editor, () => {
    resize(leaf, axis, Math.max(least, size) + borderOf(leaf, axis, screen), screen);
    fitLayout(tab, screen);
  });
}

export function equalizeWindows(editor: Editor, axis: Axis | null = null): void {
  const screen = screenShape(editor);
  keepView(editor, () => {
    equalize(editor.tab, screen, axis);
    fitLayout(editor.tab, screen);
  });
}

/** Moves the windows of a row or column round; each keeps its size. Throws E443. */
export function rotateWindows(editor: Editor, win: Window, down: boolean, count: number): void {
  const siblings = leafIn(editor.tab, win).parent?.children;
  if (!siblings) {
    editor.beep();
    return;
  }
  if (siblings.some((node) => node.kind !== "leaf"))
    throw new UserError("E443: Cannot rotate when another window is split");
  keepView(editor, () => {
    const sizes = bordersOut(editor, siblings);
    for (let i = 0; i < count % siblings.length; i++) {
      if (down) siblings.unshift(siblings.pop()!);
      else siblings.push(siblings.shift()!);
    }
    bordersIn(editor, siblings, sizes);
    arrange(editor);
  });
}

/** Windows keep their own size when they change places, borders belong to the places. */
function bordersOut(editor: Editor, nodes: readonly LayoutNode[]): Map<LayoutNode, number> {
  const screen = screenShape(editor);
  const axis = axisOf(nodes[0]!.parent!.kind);
  return new Map(nodes.map((node) => [node, node[axis] - borderOf(node, axis, screen)]));
}

function bordersIn(
  editor: Editor,
  nodes: readonly LayoutNode[],
  sizes: ReadonlyMap<LayoutNode, number>,
): void {
  const screen = screenShape(editor);
  const axis = axisOf(nodes[0]!.parent!.kind);
  for (const node of nodes) node[axis] = sizes.get(node)! + borderOf(node, axis, screen);
}

/** Exchanges a window with the next one of its row or column (or the `count`th). */
export function exchangeWindow(editor: Editor, win: Window, count: number): void {
  const leaf = leafIn(editor.tab, win);
  const siblings = leaf.parent?.children;
  const other = count > 0 ? siblings?.[count - 1] : (siblingOf(leaf, 1) ?? siblingOf(leaf, -1));
  if (!siblings || !other) {
    editor.beep();
    return;
  }
  if (other.kind !== "leaf" || other === leaf) return;
  keepView(editor, () => {
    const sizes = bordersOut(editor, siblings);
    const a = siblings.indexOf(leaf);
    const b = siblings.indexOf(other);
    siblings[a] = other;
    siblings[b] = leaf;
    bordersIn(editor, siblings, sizes);
    arrange(editor);
  });
  enterWindow(editor, other.win);
}

/** Moves a window to an edge of the tab page, over its whole width or height (CTRL-W H J K L). */
export function moveToEdge(editor: Editor, win: Window, edge: "H" | "J" | "K" | "L"): void {
  const { tab } = editor;
  if (tab.root.kind === "leaf") {
    editor.beep();
    return;
  }
  const vertical = edge === "H" || edge === "L";
  const height = win.height;
  const before = cloneLayout(tab.root);
  keepView(editor, () => {
    try {
      move();
    } catch (error) {
      // There is no room there: the window stays where it was.
      tab.root = before;
      arrange(editor);
      throw error;
    }
  });

  function move(): void {
    const leaf = leafIn(tab, win);
    const { axis } = takeOut(editor, tab, leaf);
    fitLayout(tab, screenShape(editor));
    const first = edge === "H" || edge === "K";
    insertWindow(editor, win, win, { vertical, before: first, edge: true }, axis);
    if (!vertical) {
      const screen = screenShape(editor);
      const moved = leafIn(tab, win);
      resize(moved, "height", height + borderOf(moved, "height", screen), screen);
      if (editor.options.get("equalalways")) equalize(tab, screen, "height");
      fitLayout(tab, screen);
    }
  }
}

// Tab pages

function newTab(editor: Editor, win: Window, at = tabIndex(editor) + 1): TabPage {
  const left = editor.tab;
  if (left && left.current !== win) leaveFor(editor, win);
  const tab = editor.addTab(win, Math.max(0, Math.min(at, editor.tabs.length)));
  if (left) {
    left.current.visual = null;
    previousTabs.set(editor, left);
  }
  arrange(editor);
  editor.events.emit("window-enter", win);
  return tab;
}

const previousTabs = new WeakMap<Editor, TabPage>();

/** The tab page that `g<Tab>` goes to; null when there is none. */
export function previousTab(editor: Editor): TabPage | null {
  const tab = previousTabs.get(editor);
  return tab && editor.tabs.includes(tab) && tab !== editor.tab ? tab : null;
}

export function tabIndex(editor: Editor): number {
  return editor.tabs.indexOf(editor.tab);
}

export function enterTab(editor: Editor, tab: TabPage): void {
  if (tab === editor.tab) return;
  leaveFor(editor, tab.current);
  editor.win.visual = null;
  previousTabs.set(editor, editor.tab);
  editor.tab = tab;
  arrange(editor);
  editor.events.emit("window-enter", tab.current);
}

/** Closes a tab page and its windows. False when it is the only one. */
export function closeTab(editor: Editor, tab: TabPage): boolean {
  if (editor.tabs.length === 1) return false;
  const at = editor.tabs.indexOf(tab);
  if (editor.tab === tab) {
    const next = (editor.tabs[at + 1] ?? editor.tabs[at - 1])!;
    leaveFor(editor, next.current);
    editor.tab = next;
  }
  editor.tabs.splice(editor.tabs.indexOf(tab), 1);
  arrange(editor);
  for (const win of tab.windows) editor.events.emit("window-close", win);
  editor.events.emit("tab-close", { number: at + 1 });
  editor.events.emit("window-enter", editor.win);
  return true;
}

/** Moves a tab page so that it is the one at a 0-based index. */
export function moveTab(editor: Editor, tab: TabPage, index: number): void {
  editor.tabs.splice(editor.tabs.indexOf(tab), 1);
  editor.tabs.splice(Math.max(0, Math.min(index, editor.tabs.length)), 0, tab);
}

/** Takes a window out of its tab page into a new one (CTRL-W T). */
export function windowToTab(editor: Editor, win: Window, at?: number): boolean {
  const { tab } = editor;
  if (tab.root.kind === "leaf") return false;
  const { heir } = takeOut(editor, tab, leafIn(tab, win));
  tab.current = firstLeaf(heir).win;
  if (tab.previous === win) tab.previous = null;
  fitLayout(tab, screenShape(editor, tab));
  newTab(editor, win, at);
  return true;
}

/** A window in a new tab page on a document. */
export function openTab(editor: Editor, doc: Document, at?: number): Window {
  const win = editor.newWindow(doc, editor.win);
  newTab(editor, win, at);
  return win;
}
