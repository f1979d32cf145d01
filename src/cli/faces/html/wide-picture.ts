// The picture for wide screens: the tiers stand side by side, and lines lead from left to right.
import { escapeHtml } from "./escape-html.ts";
import type { PathNode, PathPicture } from "./path-picture.ts";
import { BOX_HEIGHT, svgNode, type Box } from "./svg-node.ts";

const WIDTH = 1180;
const GAP = 28;
/** Room for half of the outermost strokes. */
const EDGE = 1;
const WIDEST_BOX = 270;
const ROW = BOX_HEIGHT + 14;
const TOP = 30;

type Column = { readonly title: string; readonly boxes: readonly Box[] };

export function widePicture(picture: PathPicture): string {
  const { columns, rows, links } = arrange(picture);
  const height = TOP + rows * ROW;
  const titles = columns.map(
    ({ title, boxes }) => `<text class="tier" x="${boxes[0]?.x ?? 0}" y="16">${escapeHtml(title)}</text>`,
  );
  const boxes = columns.flatMap((column) => column.boxes.map(svgNode));
  const label = escapeHtml(`The path from the client: ${picture.title}`);
  return `<svg class="wide" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${titles.join("")}${links.join("")}${boxes.join("")}</svg>`;
}

function arrange({ tiers, childTitle }: PathPicture): {
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly links: readonly string[];
} {
  const last = tiers.at(-1)?.nodes ?? [];
  const children = last.flatMap((node) => node.children);
  const count = tiers.length + (children.length > 0 ? 1 : 0);
  const width = Math.min(WIDEST_BOX, Math.floor((WIDTH - 2 * EDGE - (count - 1) * GAP) / count));
  const left = (index: number): number => EDGE + index * (width + GAP);
  const rowsOfLast = last.reduce((sum, node) => sum + Math.max(1, node.children.length), 0);
  const rows = Math.max(rowsOfLast, ...tiers.map(({ nodes }) => nodes.length));
  const box = (index: number, row: number, node: PathNode): Box => ({
    x: left(index),
    y: TOP + row * ROW,
    width,
    node,
  });
  const columns: Column[] = tiers.slice(0, -1).map(({ title, nodes }, index) => ({
    title,
    boxes: nodes.map((node, row) => box(index, row + (rows - nodes.length) / 2, node)),
  }));
  const hosts: Box[] = [];
  const addresses: Box[] = [];
  const links: string[] = [];
  let row = (rows - rowsOfLast) / 2;
  for (const node of last) {
    const span = Math.max(1, node.children.length);
    const host = box(tiers.length - 1, row + (span - 1) / 2, node);
    const own = node.children.map((child, index) => box(tiers.length, row + index, child));
    hosts.push(host);
    addresses.push(...own);
    links.push(...own.map((address) => elbow(host, address)));
    row += span;
  }
  columns.push({ title: tiers.at(-1)?.title ?? "", boxes: hosts });
  for (const [index, column] of columns.entries()) {
    const next = columns[index + 1];
    if (next !== undefined) links.push(...bus(column.boxes, next.boxes));
  }
  if (addresses.length > 0) columns.push({ title: childTitle, boxes: addresses });
  return { columns, rows, links };
}

function middle({ y }: Box): number {
  return y + BOX_HEIGHT / 2;
}

function elbow(from: Box, to: Box): string {
  const start = from.x + from.width;
  return `<path class="link" d="M${start} ${middle(from)}H${start + GAP / 2}V${middle(to)}H${to.x}"/>`;
}

/** Everyone on the left leads to everyone on the right: by one line that all share. */
function bus(from: readonly Box[], to: readonly Box[]): readonly string[] {
  const start = (from[0]?.x ?? 0) + (from[0]?.width ?? 0);
  const shared = start + GAP / 2;
  const heights = [...from, ...to].map(middle);
  return [
    ...from.map((box) => `<path class="link" d="M${start} ${middle(box)}H${shared}"/>`),
    `<path class="link" d="M${shared} ${Math.min(...heights)}V${Math.max(...heights)}"/>`,
    ...to.map((box) => `<path class="link" d="M${shared} ${middle(box)}H${box.x}"/>`),
  ];
}
