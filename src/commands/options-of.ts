/** The options of a document in the form that the pure transforms take. */

import type { Document } from "../editor/document.ts";
import type { Editor } from "../editor/editor.ts";
import type { MotionOptions } from "../text/motion/contract.ts";
import type { ObjectOptions } from "../text/object/contract.ts";
import type { FormatOptions, IndentOptions } from "../text/transform/options.ts";

function vartabstops(doc: Document): readonly number[] {
  const option = doc.options.get("vartabstop");
  return option === ""
    ? []
    : option
        .split(",")
        .map(Number)
        .filter((n) => n > 0);
}

export function indentOptions(editor: Editor, doc: Document): IndentOptions {
  const { options } = doc;
  return {
    tabstop: options.get("tabstop"),
    vartabstop: vartabstops(doc),
    shiftwidth: options.get("shiftwidth"),
    softtabstop: options.get("softtabstop"),
    expandtab: options.get("expandtab"),
    shiftround: editor.options.get("shiftround"),
    smarttab: editor.options.get("smarttab"),
  };
}

export function formatOptions(editor: Editor, doc: Document): FormatOptions {
  const { options } = doc;
  return {
    ...indentOptions(editor, doc),
    textwidth: options.get("textwidth"),
    formatoptions: options.get("formatoptions"),
    comments: options.get("comments"),
    joinspaces: editor.options.get("joinspaces"),
    autoindent: options.get("autoindent"),
  };
}

/** nroff macros that start paragraphs and sections (Vim's defaults). */
const PARAGRAPHS = "IPLPPPQPP TPHPLIPpLpItpplpipbp";
const SECTIONS = "SHNHH HUnhsh";

export function motionOptions(editor: Editor, doc: Document): MotionOptions {
  return {
    isKeyword: doc.isKeyword,
    matchPairs: doc.options.get("matchpairs"),
    paragraphs: PARAGRAPHS,
    sections: SECTIONS,
    tabstop: doc.options.get("tabstop"),
    cpoptions: editor.options.get("cpoptions"),
  };
}

export function objectOptions(editor: Editor, doc: Document): ObjectOptions {
  return {
    isKeyword: doc.isKeyword,
    matchPairs: doc.options.get("matchpairs"),
    quoteEscape: "\\",
    paragraphs: PARAGRAPHS,
    sections: SECTIONS,
    cpoptions: editor.options.get("cpoptions"),
    tabstop: doc.options.get("tabstop"),
    shiftwidth: doc.options.get("shiftwidth") || doc.options.get("tabstop"),
  };
}
