// One box of the picture: a shape for its state, its name, and the state in words. Colour only repeats what the shape says.
import { escapeHtml } from "./escape-html.ts";
import type { NodeState, PathNode } from "./path-picture.ts";

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly node: PathNode };

export const BOX_HEIGHT = 46;

/** Pixels a character in a wide sans-serif face at the sizes that style.ts sets; what is longer gets an ellipsis. */
const LABEL_WIDTH = 7.1;
const WORDS_WIDTH = 6.6;
const TEXT_LEFT = 34;

/** Around the origin: tick in a disc, bang in a triangle, cross in a square, question mark in a ring, dot. */
export const SHAPES: Readonly<Record<NodeState, string>> = {
  good: '<circle r="9"/><path class="ink" d="M-4 0l3 3.5l5.5-7"/>',
  warning: '<path d="M0-10L10 8H-10z"/><path class="ink" d="M0-4v5.5M0 4.5v.5"/>',
  bad: '<path d="M-8.5-8.5h17v17h-17z"/><path class="ink" d="M-4-4l8 8M4-4l-8 8"/>',
  unknown: '<circle class="ring" r="9"/><text y="4.5">?</text>',
  plain: '<circle class="ring" r="4"/>',
};

/** What a reader who does not see the shape is told. */
const SPOKEN: Readonly<Record<NodeState, string>> = {
  good: "good",
  warning: "warning",
  bad: "wrong",
  unknown: "not known",
  plain: "",
};

export function svgNode({ x, y, width, node }: Box): string {
  const { state, label, words } = node;
  const room = width - TEXT_LEFT - 6;
  const spoken = [label, SPOKEN[state], words].filter((part) => part !== "").join(", ");
  return [
    `<g class="${state}" transform="translate(${x} ${y})"><title>${escapeHtml(spoken)}</title>`,
    `<rect class="box" width="${width}" height="${BOX_HEIGHT}" rx="7"/>`,
    `<g class="shape" transform="translate(19 ${BOX_HEIGHT / 2})">${SHAPES[state]}</g>`,
    `<text class="label" x="${TEXT_LEFT}" y="19">${escapeHtml(shortenMiddle(label, room / LABEL_WIDTH))}</text>`,
    `<text class="words" x="${TEXT_LEFT}" y="36">${escapeHtml(shortenEnd(words, room / WORDS_WIDTH))}</text></g>`,
  ].join("");
}

/** The end of a label tells ports and addresses apart, so the middle goes. */
function shortenMiddle(text: string, room: number): string {
  const most = Math.max(8, Math.floor(room));
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 3);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(text.length - tail)}`;
}

function shortenEnd(text: string, room: number): string {
  const most = Math.floor(room);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
