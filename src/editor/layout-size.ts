/**
 * Sizes of the windows of a tab page (Vim's window.c): least sizes, one window's size at the cost of
 * its neighbours, equal sizes, a new screen size. All in cells.
 */
import { type LayoutNode, leafOf, type TabPage } from "./layout.ts";
import type { Window } from "./window.ts";

export type Axis = "width" | "height";

/** What the sizes of a layout depend on. */
export interface ScreenShape {
  /** The screen without tab line, command line and a status line of all windows. */
  readonly row: number;
  readonly width: number;
  readonly height: number;
  /** Whether windows at the bottom have a row of their own below (a status line). */
  readonly bottomStatus: boolean;
  /** 'winminwidth' and 'winminheight'. */
  readonly minWidth: number;
  readonly minHeight: number;
}

/** 'winwidth' and 'winheight': what the current window gets at least when sizes are made equal. */
export const WANTED: { readonly width: number; readonly height: number } = { width: 20, height: 1 };

export function axisOf(kind: "row" | "col"): Axis {
  return kind === "row" ? "width" : "height";
}

/** Whether a node's right (or bottom) edge is the layout's. */
function atEdge(node: LayoutNode, axis: Axis): boolean {
  const parent = node.parent;
  if (!parent) return true;
  if (axisOf(parent.kind) === axis && parent.children[parent.children.length - 1] !== node)
    return false;
  return atEdge(parent, axis);
}

/** Cells of a leaf that are not its window's: status line or separator. */
export function borderOf(leaf: LayoutNode, axis: Axis, screen: ScreenShape): number {
  if (axis === "height" && screen.bottomStatus) return 1;
  return atEdge(leaf, axis) ? 0 : 1;
}

/** The least size of a node; `wide` is a window that gets its wanted size. */
export function leastSize(
  node: LayoutNode,
  axis: Axis,
  screen: ScreenShape,
  wide: Window | null = null,
): number {
  if (node.kind === "leaf") {
    const least = axis === "width" ? screen.minWidth : screen.minHeight;
    const size = node.win === wide ? Math.max(least, WANTED[axis]) : least;
    return size + borderOf(node, axis, screen);
  }
  const sizes = node.children.map((child) => leastSize(child, axis, screen, wide));
  return axisOf(node.kind) === axis
    ? sizes.reduce((sum, size) => sum + size, 0)
    : Math.max(...sizes);
}

/**
 * Gives a node a size; inside, the last child (`first`: the first one) takes the difference, then
 * its neighbours. A node that can't be that small stays larger.
 */
export function setSize(
  node: LayoutNode,
  axis: Axis,
  size: number,
  screen: ScreenShape,
  first = false,
): void {
  let reached = size;
  if (node.kind !== "leaf") {
    if (axisOf(node.kind) !== axis) {
      reached = Math.max(size, ...node.children.map((child) => leastSize(child, axis, screen)));
      for (const child of node.children) setSize(child, axis, reached, screen, first);
    } else {
      let extra = size - sumOf(node.children, axis);
      const order = first ? node.children : [...node.children].reverse();
      for (const child of order) {
        if (extra === 0) break;
        const target =
          extra > 0
            ? child[axis] + extra
            : Math.max(leastSize(child, axis, screen), child[axis] + extra);
        extra -= target - child[axis];
        setSize(child, axis, target, screen, first);
      }
      reached = size - extra;
    }
  }
  node[axis] = reached;
}

function sumOf(nodes: readonly LayoutNode[], axis: Axis): number {
  return nodes.reduce((sum, node) => sum + node[axis], 0);
}

/** Changes a node's size; the nodes after it give or take first, then those before it. */
export function resize(node: LayoutNode, axis: Axis, size: number, screen: ScreenShape): void {
  if (node[axis] === size) return;
  const parent = node.parent;
  if (!parent) return;
  if (axisOf(parent.kind) !== axis) {
    resize(parent, axis, Math.max(size, leastSize(parent, axis, screen)), screen);
    return;
  }
  const roomIn = () =>
    parent.children.reduce(
      (room, child) => room + child[axis] - (child === node ? 0 : leastSize(child, axis, screen)),
      0,
    );
  let wanted = size;
  if (wanted > roomIn()) {
    if (parent.parent) {
      const least = axis === "width" ? screen.minWidth : screen.minHeight;
      const others = leastSize(parent, axis, screen) - least - 1;
      resize(parent, axis, wanted + others, screen);
    }
    wanted = Math.min(wanted, roomIn());
  }
  let take = wanted - node[axis];
  setSize(node, axis, wanted, screen);
  const at = parent.children.indexOf(node);
  const others = [...parent.children.slice(at + 1), ...parent.children.slice(0, at).reverse()];
  for (const other of others) {
    if (take === 0) break;
    const target = Math.max(leastSize(other, axis, screen), other[axis] - take);
    take -= other[axis] - target;
    setSize(other, axis, target, screen);
  }
}

/**
 * Makes windows the same size along an axis (`null`: both). `skipRoot`: a child of the root that is
 * not concerned keeps its sizes (after a split or close).
 */
export function equalize(
  tab: TabPage,
  screen: ScreenShape,
  axis: Axis | null,
  skipRoot = false,
): void {
  equalizeNode(tab.root, tab.current, screen, axis, skipRoot, screen.width, screen.height);
}

function equalizeNode(
  node: LayoutNode,
  current: Window,
  screen: ScreenShape,
  only: Axis | null,
  skipRoot: boolean,
  width: number,
  height: number,
): void {
  if (node.kind === "leaf") {
    node.width = width;
    node.height = height;
    return;
  }
  node.width = width;
  node.height = height;
  const axis = axisOf(node.kind);
  const size = axis === "width" ? width : height;
  const sizes =
    only === null || only === axis
      ? equalSizes(node.children, current, screen, axis, size)
      : keptSizes(node.children, screen, axis, size);
  node.children.forEach((child, i) => {
    const own = sizes[i]!;
    const skipped =
      skipRoot &&
      only !== null &&
      only !== axis &&
      !node.parent &&
      own === child[axis] &&
      !leafOf(child, current);
    if (skipped) {
      // Its other side may have changed.
      setSize(
        child,
        axis === "width" ? "height" : "width",
        axis === "width" ? height : width,
        screen,
      );
      return;
    }
    if (axis === "width") equalizeNode(child, current, screen, only, skipRoot, own, height);
    else equalizeNode(child, current, screen, only, skipRoot, width, own);
  });
}

/** The sizes as they are, the last child taking what remains. */
function keptSizes(
  children: readonly LayoutNode[],
  screen: ScreenShape,
  axis: Axis,
  size: number,
): number[] {
  const sizes = children.map((child) => child[axis]);
  let extra = size - sizes.reduce((sum, s) => sum + s, 0);
  for (let i = sizes.length - 1; i >= 0 && extra !== 0; i--) {
    const target = Math.max(leastSize(children[i]!, axis, screen), sizes[i]! + extra);
    extra -= target - sizes[i]!;
    sizes[i] = target;
  }
  return sizes;
}

/** Whether 'winfixheight' ('winfixwidth') keeps a node's size along an axis. */
export function isFixed(node: LayoutNode, axis: Axis): boolean {
  if (node.kind === "leaf") {
    return node.win.options.get(axis === "height" ? "winfixheight" : "winfixwidth");
  }
  const fixed = (child: LayoutNode): boolean => isFixed(child, axis);
  return axisOf(node.kind) === axis ? node.children.every(fixed) : node.children.some(fixed);
}

/** Sizes along an axis: those that are fixed stay, if there is room; the others are alike. */
function equalSizes(
  children: readonly LayoutNode[],
  current: Window,
  screen: ScreenShape,
  axis: Axis,
  size: number,
): number[] {
  const free = children.filter((child) => !isFixed(child, axis));
  const fixed = children.reduce((sum, c) => sum + (free.includes(c) ? 0 : c[axis]), 0);
  const needed = free.reduce((sum, child) => sum + leastSize(child, axis, screen), 0);
  if (free.length === 0 || free.length === children.length || size - fixed < needed) {
    return dividedSizes(children, current, screen, axis, size);
  }
  const sizes = dividedSizes(free, current, screen, axis, size - fixed);
  return children.map((child) => sizes[free.indexOf(child)] ?? child[axis]);
}

/** Divides `size` so that each window, however nested, gets the same. */
function dividedSizes(
  children: readonly LayoutNode[],
  current: Window,
  screen: ScreenShape,
  axis: Axis,
  size: number,
): number[] {
  const least = axis === "width" ? screen.minWidth : screen.minHeight;
  const unit = least + 1;
  const wanted = Math.max(least, WANTED[axis]);
  const last = children[children.length - 1]!;
  // A window at the edge has no border: count it as if it had.
  const edge = borderOfLast(last, axis, screen) === 0 ? 1 : 0;
  const total = children.reduce((sum, child) => sum + leastSize(child, axis, screen), 0);
  const totalWanted = children.reduce(
    (sum, child) => sum + leastSize(child, axis, screen, current),
    0,
  );
  let windows = Math.floor((total + edge) / unit);
  const holds = children.some((child) => leafOf(child, current) !== null);
  let room = size - totalWanted;
  let currentSize: number;
  if (room < 0) {
    currentSize = wanted + room;
    room = 0;
  } else if (!holds) currentSize = 0;
  else if (windows > 1 && Math.floor((room + windows - 2) / (windows - 1)) > wanted) {
    currentSize = Math.floor((room + wanted + (windows - 1) * least + (windows >> 1)) / windows);
    room -= currentSize - wanted;
  } else currentSize = wanted;
  if (holds) windows--;
  let left = size;
  return children.map((child) => {
    if (child === last) return left;
    const n = leastSize(child, axis, screen);
    let count = Math.floor(n / unit);
    const m = leastSize(child, axis, screen, current);
    const here = holds && leafOf(child, current) !== null;
    if (here) count--;
    let own = windows === 0 ? room : Math.floor((count * room + (windows >> 1)) / windows);
    if (here) {
      currentSize -= wanted - (m - n);
      own += currentSize;
      room -= own - currentSize;
    } else room -= own;
    own += n;
    windows -= count;
    left -= own;
    return own;
  });
}

function borderOfLast(node: LayoutNode, axis: Axis, screen: ScreenShape): number {
  return node.kind === "leaf"
    ? borderOf(node, axis, screen)
    : borderOfLast(node.children[node.children.length - 1]!, axis, screen);
}

/** Gives the whole layout a new size, keeping proportions, and places the windows. */
export function fitLayout(tab: TabPage, screen: ScreenShape): void {
  scale(tab.root, "width", screen.width, screen);
  scale(tab.root, "height", screen.height, screen);
  placeWindows(tab, screen);
}

function scale(node: LayoutNode, axis: Axis, size: number, screen: ScreenShape): void {
  const before = node[axis];
  node[axis] = size;
  if (node.kind === "leaf") return;
  if (axisOf(node.kind) !== axis) {
    for (const child of node.children) scale(child, axis, size, screen);
    return;
  }
  const sum = sumOf(node.children, axis);
  if (before === size && sum === size) {
    const fits = node.children.every((c) => c[axis] >= leastSize(c, axis, screen));
    for (const child of node.children) if (fits) scale(child, axis, child[axis], screen);
    if (fits) return;
  }
  // A fresh tree has no sizes yet: all alike.
  const weights = node.children.map((c) => (sum > 0 ? c[axis] : 1));
  const least = node.children.map((c) => leastSize(c, axis, screen));
  const sizes = shares(weights, least, size);
  node.children.forEach((child, i) => {
    scale(child, axis, sizes[i]!, screen);
  });
}

/** Divides `size` by weights, no share below its least, exactly `size` in all where that can be. */
function shares(weights: readonly number[], least: readonly number[], size: number): number[] {
  const total = weights.reduce((sum, w) => sum + w, 0) || 1;
  const sizes: number[] = [];
  let seen = 0;
  let given = 0;
  weights.forEach((weight, i) => {
    seen += weight;
    const share = Math.round((size * seen) / total) - given;
    sizes[i] = Math.max(least[i]!, share);
    given += share;
  });
  let over = sizes.reduce((sum, s) => sum + s, 0) - size;
  while (over > 0) {
    let widest = -1;
    sizes.forEach((s, i) => {
      const spare = s - least[i]!;
      if (spare > 0 && (widest < 0 || spare > sizes[widest]! - least[widest]!)) widest = i;
    });
    // Not even the least sizes fit: the windows at the end get less than they need, then nothing.
    if (widest < 0) {
      for (let i = sizes.length - 1; i >= 0 && over > 0; i--) {
        const cut = Math.min(over, sizes[i]!);
        sizes[i] = sizes[i]! - cut;
        over -= cut;
      }
      return sizes;
    }
    sizes[widest] = sizes[widest]! - 1;
    over--;
  }
  if (over < 0) sizes[sizes.length - 1] = sizes[sizes.length - 1]! - over;
  return sizes;
}

/** Writes the places and sizes of the tree into its windows. */
function placeWindows(tab: TabPage, screen: ScreenShape): void {
  place(tab.root, screen.row, 0, screen);
}

function place(node: LayoutNode, row: number, col: number, screen: ScreenShape): void {
  if (node.kind === "leaf") {
    const { win } = node;
    const height = Math.max(0, node.height - borderOf(node, "height", screen));
    win.row = row;
    win.col = col;
    win.width = Math.max(0, node.width - borderOf(node, "width", screen));
    if (win.height !== height && win.options.has("scroll")) win.options.unset("scroll");
    win.height = height;
    return;
  }
  let at = node.kind === "row" ? col : row;
  for (const child of node.children) {
    if (node.kind === "row") place(child, row, at, screen);
    else place(child, at, col, screen);
    at += child[axisOf(node.kind)];
  }
}
