/** The help browser as an Ink component: a pure function of its props. */
import { Box, Text } from "ink";
import { createElement, type ReactElement, type ReactNode } from "react";
import type { HelpBrowserProps } from "./help-browser-props.ts";
import { listHeight, visibleTopics } from "./help-browser-props.ts";
import { groupColour } from "./panel-cells.ts";

export const HELP_BROWSER_GROUPS = [
  "ui.hint.key",
  "ui.menu.selected",
  "ui.menu.detail",
  "ui.mode",
  "ui.separator",
  "heading",
] as const;

type Group = (typeof HELP_BROWSER_GROUPS)[number];

function styled(group: Group | null, text: ReactNode, key?: string): ReactElement {
  const colour = group === null ? {} : { color: groupColour(HELP_BROWSER_GROUPS, group) };
  return createElement(Text, { key, wrap: "truncate-end", ...colour }, text);
}

export function HelpBrowser(props: HelpBrowserProps): ReactElement {
  const { rows, cols, filter, selected, preview, ascii } = props;
  const topics = visibleTopics(props);
  const wide = cols >= 60;
  const listWidth = wide ? Math.min(40, Math.floor(cols * 0.4)) : cols;
  const height = listHeight(rows);
  const list = topics.map(({ tag, title, index }) => {
    const mark = index === selected ? (ascii ? ">" : "›") : " ";
    const group = index === selected ? "ui.menu.selected" : null;
    const room = Math.max(1, listWidth - 2);
    // A title that begins with its tag says nothing new.
    const more = title.startsWith(tag) ? title.slice(tag.length).trimStart() : title;
    const line = fit(`${mark} ${tag}${more === "" ? "" : `  ${more}`}`, room);
    return styled(group, line, String(index));
  });
  const empty =
    props.topics.length === 0 ? [styled("ui.menu.detail", "  no such topic", "none")] : [];
  const count = props.topics.length;
  const header = createElement(
    Box,
    { justifyContent: "space-between", width: cols },
    createElement(Text, null, styled("ui.mode", "Help "), styled(null, filter)),
    styled("ui.menu.detail", `${count} topic${count === 1 ? "" : "s"} `),
  );
  const side = createElement(
    Box,
    { flexDirection: "column", width: listWidth, height },
    ...list,
    ...empty,
  );
  const text = preview.slice(0, height).map((line, index) => {
    const heading = line.startsWith("#");
    const shown = line.replace(/^#+\s*/, "").replaceAll("`", "");
    return styled(heading ? "heading" : null, shown === "" ? " " : shown, String(index));
  });
  const main = wide
    ? [
        createElement(
          Box,
          { key: "preview", flexDirection: "column", width: cols - listWidth, height },
          ...text,
        ),
      ]
    : [];
  const rule = (ascii ? "-" : "─").repeat(cols);
  return createElement(
    Box,
    { flexDirection: "column", width: cols, height: rows },
    header,
    styled("ui.separator", rule),
    createElement(Box, { height }, side, ...main),
    styled("ui.menu.detail", "type to filter, arrows choose, Enter opens, Esc leaves"),
  );
}

/** Exactly `cells` characters, so that a chosen line is marked over its whole width. */
function fit(text: string, cells: number): string {
  return text.length > cells ? text.slice(0, cells) : text.padEnd(cells);
}
