// Where the boxes stand. Tables that refer to each other are laid in layers by dagre, what
// stands alone is packed below; and a box that was there before stays where it was, so that a
// step along the timeline moves little.
import { Graph as Dagre, layout as lay } from "@dagrejs/dagre";
import type { Edge, Graph, Node } from "../api/types";
import { sizeOf } from "./geometry";

export interface Place {
  x: number;
  y: number;
}
export type Places = ReadonlyMap<string, Place>;
interface Box extends Place {
  id: string;
  width: number;
  height: number;
}

const GAP = 28;
const RANK_GAP = 84;

/** Places for all nodes; those in `kept` keep theirs. */
export function layout(graph: Graph, unfolded: ReadonlySet<string>, kept: Places): Places {
  const fresh = fromScratch(graph, unfolded);
  const known = fresh.filter((box) => kept.has(box.id));
  // Where most is new, an old place is no help.
  if (known.length * 2 < fresh.length) return places(fresh);
  return places(beside(fresh, kept, graph.edges));
}

function places(boxes: Box[]): Places {
  return new Map(boxes.map((box) => [box.id, { x: box.x, y: box.y }]));
}

function fromScratch(graph: Graph, unfolded: ReadonlySet<string>): Box[] {
  const linked = new Set<string>();
  for (const edge of graph.edges) {
    if (edge.from !== edge.to) linked.add(edge.from).add(edge.to);
  }
  const boxes = new Map<string, Box>();
  for (const node of graph.nodes) {
    boxes.set(node.id, { id: node.id, x: 0, y: 0, ...sizeOf(node, unfolded.has(node.id)) });
  }
  const layers = layered(graph.nodes.filter((it) => linked.has(it.id)), graph.edges, boxes);
  const alone = graph.nodes.filter((it) => !linked.has(it.id));
  return [...layers, ...packed(alone, boxes, layers)];
}

/** What is referred to stands left of what refers. */
function layered(nodes: Node[], edges: Edge[], boxes: Map<string, Box>): Box[] {
  if (nodes.length === 0) return [];
  const dagre = new Dagre({ multigraph: true });
  dagre.setGraph({ rankdir: "LR", nodesep: GAP, ranksep: RANK_GAP, ranker: "network-simplex" });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) {
    const box = boxes.get(node.id);
    if (box) dagre.setNode(node.id, { width: box.width, height: box.height });
  }
  for (const edge of edges) {
    const isDrawn = dagre.hasNode(edge.from) && dagre.hasNode(edge.to) && edge.from !== edge.to;
    if (isDrawn) dagre.setEdge(edge.to, edge.from, {}, edge.id);
  }
  lay(dagre);
  return wrapped(nodes.flatMap((node) => {
    const box = boxes.get(node.id);
    const at = dagre.node(node.id);
    if (!box) return [];
    // Dagre names the middle.
    return [{ ...box, x: Math.round((at.x ?? 0) - box.width / 2), y: Math.round((at.y ?? 0) - box.height / 2) }];
  }));
}

// A diagram is about so much wider than high, and never folded below what a screen shows anyway.
const ASPECT = 1.5;
const LOWEST = 1500;

/**
 * Where a hundred tables refer to one, their layer is a tower that no screen shows. Layers that
 * are too high become several columns, and then all are closed up round one middle.
 */
function wrapped(boxes: Box[]): Box[] {
  const area = boxes.reduce((sum, box) => sum + (box.width + RANK_GAP) * (box.height + GAP), 0);
  const highest = Math.max(LOWEST, Math.sqrt(area / ASPECT));
  const layers = new Map<number, Box[]>();
  for (const box of boxes) {
    // Boxes of one layer share their middle.
    const middle = Math.round(box.x + box.width / 2);
    layers.set(middle, [...(layers.get(middle) ?? []), box]);
  }
  const ordered = [...layers].sort(([a], [b]) => a - b).map(([, layer]) => layer.sort((a, b) => a.y - b.y));
  if (ordered.every((layer) => heightOf(layer) <= highest)) return boxes;
  let x = 0;
  return ordered.flatMap((layer) => {
    const columns = inColumns(layer, highest);
    const placed = columns.flatMap((column, at) => {
      if (at > 0) x += GAP * 2;
      const left = x;
      x += Math.max(...column.map((box) => box.width));
      let y = Math.round(-heightOf(column) / 2);
      return column.map((box) => {
        const moved = { ...box, x: left, y };
        y += box.height + GAP;
        return moved;
      });
    });
    x += RANK_GAP;
    return placed;
  });
}

function heightOf(column: Box[]): number {
  return column.reduce((sum, box) => sum + box.height + GAP, -GAP);
}

/** In their order, into as many columns as it takes, of about one height. */
function inColumns(layer: Box[], highest: number): Box[][] {
  const whole = heightOf(layer);
  const each = whole / Math.ceil(whole / highest);
  const columns: Box[][] = [[]];
  for (const box of layer) {
    const last = columns.at(-1) ?? [];
    if (last.length > 0 && heightOf(last) + box.height / 2 > each) columns.push([box]);
    else last.push(box);
  }
  return columns;
}

/** Columns of about equal height under the rest, tables before enums. */
function packed(nodes: Node[], boxes: Map<string, Box>, above: Box[]): Box[] {
  const alone = nodes.flatMap((node) => boxes.get(node.id) ?? []);
  if (alone.length === 0) return [];
  const right = Math.max(0, ...above.map((box) => box.x + box.width));
  const top = above.length === 0 ? 0 : Math.max(...above.map((box) => box.y + box.height)) + 2 * GAP;
  const area = alone.reduce((sum, box) => sum + (box.width + GAP) * (box.height + GAP), 0);
  // As wide as makes the whole, with what stands above, of the usual shape.
  const width = Math.max(right, (ASPECT * top + Math.sqrt((ASPECT * top) ** 2 + 4 * ASPECT * area)) / 2);
  const widest = Math.max(...alone.map((box) => box.width)) + GAP;
  const columns = Array.from({ length: Math.max(1, Math.floor(width / widest)) }, () => top);
  return alone.map((box) => {
    const at = columns.indexOf(Math.min(...columns));
    const y = columns[at] ?? top;
    columns[at] = y + box.height + GAP;
    return { ...box, x: at * widest, y };
  });
}

/** New boxes take the place that they would have beside their neighbours, and push none away. */
function beside(fresh: Box[], kept: Places, edges: Edge[]): Box[] {
  const ideal = new Map(fresh.map((box) => [box.id, box]));
  const settled: Box[] = [];
  for (const box of fresh) {
    const at = kept.get(box.id);
    if (at) settled.push({ ...box, ...at });
  }
  // A table that grew pushes those down that it would cover.
  const result: Box[] = [];
  for (const box of settled.sort((a, b) => a.y - b.y || a.x - b.x)) result.push(free(box, result));
  for (const box of fresh) {
    if (kept.has(box.id)) continue;
    const shift = shiftOf(box.id, ideal, kept, edges);
    result.push(free({ ...box, x: box.x + shift.x, y: box.y + shift.y }, result));
  }
  return result;
}

/** How far the neighbours of a new box stand from where a fresh layout would have them. */
function shiftOf(id: string, ideal: Map<string, Box>, kept: Places, edges: Edge[]): Place {
  const neighbours = edges.flatMap((it) => (it.from === id ? [it.to] : it.to === id ? [it.from] : []));
  const shifts = neighbours.flatMap((other) => {
    const was = kept.get(other);
    const would = ideal.get(other);
    return was && would ? [{ x: was.x - would.x, y: was.y - would.y }] : [];
  });
  if (shifts.length === 0) return { x: 0, y: 0 };
  const sum = shifts.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }));
  return { x: Math.round(sum.x / shifts.length), y: Math.round(sum.y / shifts.length) };
}

/** The box, as far down as it needs to cover none of the others. */
function free(box: Box, others: Box[]): Box {
  let moved = box;
  for (;;) {
    const covered = others.find((it) => overlaps(moved, it));
    if (!covered) return moved;
    moved = { ...moved, y: covered.y + covered.height + GAP };
  }
}

function overlaps(a: Box, b: Box): boolean {
  const margin = GAP / 3;
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  );
}
