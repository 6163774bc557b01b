import { expect, test } from "vitest";
import type { Edge, Graph, Node } from "../api/types";
import { sizeOf } from "./geometry";
import { layout, type Places } from "./layout";

function node(id: string, columns = 3): Node {
  const row = { nameBefore: null, text: "text", textBefore: null, isPrimaryKey: false, isForeignKey: false, isNullable: false, mark: "same" } as const;
  const rows = Array.from({ length: columns }, (_, at) => ({ ...row, name: `c${at}` }));
  return { id, schema: "public", name: id, schemaBefore: null, nameBefore: null, kind: "table", mark: "same", rows, notes: [] };
}
function edge(from: string, to: string): Edge {
  return { id: `${from}-${to}`, from, fromColumns: ["c1"], to, toColumns: ["c0"], label: "", isUnique: false, isOptional: false, mark: "same" };
}
const none = new Set<string>();

function expectApart(graph: Graph, places: Places): void {
  const boxes = graph.nodes.map((it) => ({ id: it.id, ...sizeOf(it, false), ...(places.get(it.id) ?? { x: NaN, y: NaN }) }));
  for (const a of boxes) {
    for (const b of boxes) {
      if (a.id >= b.id) continue;
      const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(isApart, `${a.id} covers ${b.id}`).toBe(true);
    }
  }
}

test("what is referred to stands left of what refers, and nothing covers anything", () => {
  const graph = { nodes: ["users", "orders", "items", "alone", "alone2"].map((id) => node(id)), edges: [edge("orders", "users"), edge("items", "orders"), edge("users", "users")] };
  const places = layout(graph, none, new Map());
  const x = (id: string) => places.get(id)?.x ?? NaN;
  expect(x("users")).toBeLessThan(x("orders"));
  expect(x("orders")).toBeLessThan(x("items"));
  expectApart(graph, places);
});

test("a hundred tables that refer to one are no tower", () => {
  const nodes = [node("hub"), ...Array.from({ length: 100 }, (_, at) => node(`t${at}`, 10))];
  const graph = { nodes, edges: nodes.slice(1).map((it) => edge(it.id, "hub")) };
  const places = layout(graph, none, new Map());
  expectApart(graph, places);
  const ys = [...places.values()].map((it) => it.y);
  const xs = [...places.values()].map((it) => it.x);
  expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(Math.max(...xs) - Math.min(...xs));
});

test("a box stays where it was when one comes beside it", () => {
  const small = { nodes: ["a", "b", "c"].map((id) => node(id)), edges: [edge("b", "a"), edge("c", "b")] };
  const before = layout(small, none, new Map());
  const grown = { nodes: [...small.nodes, node("d")], edges: [...small.edges, edge("d", "a")] };
  const after = layout(grown, none, before);
  for (const { id } of small.nodes) expect(after.get(id)).toEqual(before.get(id));
  expectApart(grown, after);
});
