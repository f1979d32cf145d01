// The picture for phones and paper: the tiers stand below each other on one line, addresses below their host.
import { escapeHtml } from "./escape-html.ts";
import type { PathNode, PathPicture } from "./path-picture.ts";
import { BOX_HEIGHT, svgNode } from "./svg-node.ts";

const WIDTH = 380;
const LINE = 8;
const BOX_LEFT = 24;
const CHILD_LINE = 38;
const CHILD_LEFT = 54;
const ROW = BOX_HEIGHT + 8;
const TITLE_ROW = 26;

export function narrowPicture(picture: PathPicture): string {
  const parts: string[] = [];
  let y = 0;
  let lastMiddle = 0;
  for (const { title, nodes } of picture.tiers) {
    parts.push(`<text class="tier" x="${BOX_LEFT}" y="${y + 17}">${escapeHtml(title)}</text>`);
    y += TITLE_ROW;
    for (const node of nodes) {
      lastMiddle = y + BOX_HEIGHT / 2;
      parts.push(`<path class="link" d="M${LINE} ${lastMiddle}H${BOX_LEFT}"/>`);
      parts.push(svgNode({ x: BOX_LEFT, y, width: WIDTH - BOX_LEFT - 2, node }));
      parts.push(...childrenOf(node, y + BOX_HEIGHT, y + ROW));
      y += ROW * (1 + node.children.length);
    }
  }
  const first = TITLE_ROW + BOX_HEIGHT / 2;
  const line = `<path class="link" d="M${LINE} ${first}V${lastMiddle}"/>`;
  const label = escapeHtml(`The path from the client: ${picture.title}`);
  return `<svg class="narrow" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${label}">${line}${parts.join("")}</svg>`;
}

function childrenOf(node: PathNode, from: number, top: number): readonly string[] {
  return node.children.map((child, index) => {
    const y = top + index * ROW;
    const link = `<path class="link" d="M${CHILD_LINE} ${from}V${y + BOX_HEIGHT / 2}H${CHILD_LEFT}"/>`;
    return link + svgNode({ x: CHILD_LEFT, y, width: WIDTH - CHILD_LEFT - 2, node: child });
  });
}
