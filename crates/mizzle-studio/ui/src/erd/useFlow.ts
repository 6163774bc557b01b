// From the server's graph to what React Flow draws: places that survive a step along the
// timeline, and what is dimmed.
import { useNodesState } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Graph } from "../api/types";
import { sizeOf } from "./geometry";
import { layout, type Place } from "./layout";
import type { ReferenceFlowEdge } from "./ReferenceEdge";
import type { TableFlowNode } from "./TableNode";

// Of the whole page: whoever comes back finds the boxes where he left them.
const places = new Map<string, Place>();
const unfoldedNodes = new Set<string>();

export interface Flow {
  nodes: TableFlowNode[];
  edges: ReferenceFlowEdge[];
  onNodesChange: ReturnType<typeof useNodesState<TableFlowNode>>[2];
  /** Forgets where boxes stood. */
  tidy: () => void;
  /** Grows with each layout from scratch: what is shown should be fitted again. */
  laidOut: number;
  setNear: (id: string | null) => void;
}

/** `found` is the node that was searched for. */
export function useFlow(graph: Graph, isDifference: boolean, found: string | null): Flow {
  const [nodes, setNodes, onNodesChange] = useNodesState<TableFlowNode>([]);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(() => new Set(unfoldedNodes));
  const [near, setNear] = useState<string | null>(null);
  const [laidOut, setLaidOut] = useState(0);
  const isTidying = useRef(false);

  const onFold = useCallback((id: string) => {
    if (!unfoldedNodes.delete(id)) unfoldedNodes.add(id);
    setUnfolded(new Set(unfoldedNodes));
  }, []);

  useEffect(() => {
    const kept = isTidying.current ? new Map<string, Place>() : places;
    isTidying.current = false;
    const next = layout(graph, unfolded, kept);
    for (const [id, place] of next) places.set(id, place);
    const dimmed = dimmedOf(graph, isDifference);
    setNodes(
      graph.nodes.map((node) => {
        const isUnfolded = unfolded.has(node.id);
        const size = sizeOf(node, isUnfolded);
        return {
          id: node.id,
          type: "table",
          position: next.get(node.id) ?? { x: 0, y: 0 },
          // Known before it is drawn, so that nothing waits for a measurement.
          ...size,
          style: size,
          focusable: false,
          data: { node, isUnfolded, onFold, isDimmed: dimmed.has(node.id), isFound: node.id === found },
        };
      }),
    );
  }, [graph, unfolded, isDifference, found, laidOut, onFold, setNodes]);

  const edges = useMemo(() => edgesOf(graph, unfolded, isDifference, near), [graph, unfolded, isDifference, near]);
  const keep: Flow["onNodesChange"] = useCallback(
    (changes) => {
      for (const change of changes) {
        if (change.type === "position" && change.position) places.set(change.id, change.position);
      }
      onNodesChange(changes);
    },
    [onNodesChange],
  );
  const tidy = useCallback(() => {
    isTidying.current = true;
    setLaidOut((n) => n + 1);
  }, []);
  return { nodes, edges, onNodesChange: keep, tidy, laidOut, setNear };
}

/** In a difference, all that did not change itself. */
function dimmedOf({ nodes }: Graph, isDifference: boolean): ReadonlySet<string> {
  const same = nodes.filter((it) => it.mark === "same");
  // Nothing changed: nothing to lift out.
  if (!isDifference || same.length === nodes.length) return new Set();
  return new Set(same.map((it) => it.id));
}

function edgesOf({ nodes, edges }: Graph, unfolded: ReadonlySet<string>, isDifference: boolean, near: string | null): ReferenceFlowEdge[] {
  const byId = new Map(nodes.map((it) => [it.id, it]));
  return edges.flatMap((edge) => {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    if (!from || !to) return [];
    const isDimmed = isDifference && edge.mark === "same" && nodes.some((it) => it.mark !== "same");
    return [
      {
        id: edge.id,
        type: "reference" as const,
        source: edge.from,
        target: edge.to,
        focusable: false,
        data: {
          edge,
          from,
          to,
          isFromUnfolded: unfolded.has(from.id),
          isToUnfolded: unfolded.has(to.id),
          isDimmed,
          isNear: near !== null && (near === edge.from || near === edge.to),
        },
      },
    ];
  });
}
