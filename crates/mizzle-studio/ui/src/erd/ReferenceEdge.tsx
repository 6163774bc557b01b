// A foreign key as a line between two rows. It leaves each box at the side that faces the other,
// so that it stays right when a box is moved.
import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, Position, useInternalNode, type Edge as FlowEdge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { Edge, Node } from "../api/types";
import { rowMiddle, sizeOf } from "./geometry";
import { signs } from "./TableNode";

export interface ReferenceData extends Record<string, unknown> {
  edge: Edge;
  from: Node;
  to: Node;
  isFromUnfolded: boolean;
  isToUnfolded: boolean;
  isDimmed: boolean;
  /** Does one of its ends have the pointer or the focus? */
  isNear: boolean;
}
export type ReferenceFlowEdge = FlowEdge<ReferenceData, "reference">;

interface End {
  x: number;
  y: number;
  side: Position.Left | Position.Right;
}

export const ReferenceEdge = memo(function ReferenceEdge({ id, source, target, data }: EdgeProps<ReferenceFlowEdge>) {
  const sourceNode = useInternalNode(source);
  const targetNode = useInternalNode(target);
  if (!data || !sourceNode || !targetNode) return null;
  const { edge, isDimmed, isNear } = data;
  const [from, to] = ends(data, sourceNode.internals.positionAbsolute, targetNode.internals.positionAbsolute);
  const [path, labelX, labelY] = getSmoothStepPath({
    sourceX: from.x,
    sourceY: from.y,
    sourcePosition: from.side,
    targetX: to.x,
    targetY: to.y,
    targetPosition: to.side,
    borderRadius: 6,
    offset: 26,
  });
  return (
    <g className="erd-edge" data-mark={edge.mark} data-dimmed={isDimmed} data-near={isNear}>
      <title>{`${edge.label}: ${edge.fromColumns.join(", ")} → ${edge.toColumns.join(", ")}${edge.mark === "same" ? "" : ` (${edge.mark})`}`}</title>
      <BaseEdge id={id} path={path} interactionWidth={12} />
      <path className="erd-end" d={edge.isUnique ? oneMark(from) : manyMark(from)} />
      <path className="erd-end" d={edge.isOptional ? noneMark(to) : oneMark(to)} />
      {edge.mark !== "same" && (
        <EdgeLabelRenderer>
          <span className="erd-edge-sign" data-mark={edge.mark} style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}>
            {signs[edge.mark]}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

type Point = { x: number; y: number };

function ends({ edge, from, to, isFromUnfolded, isToUnfolded }: ReferenceData, source: Point, target: Point): [End, End] {
  const sourceWidth = sizeOf(from, isFromUnfolded).width;
  const targetWidth = sizeOf(to, isToUnfolded).width;
  const sourceY = source.y + rowMiddle(from, edge.fromColumns[0], isFromUnfolded);
  const targetY = target.y + rowMiddle(to, edge.toColumns[0], isToUnfolded);
  const left = (at: Point, y: number): End => ({ x: at.x, y, side: Position.Left });
  const right = (at: Point, width: number, y: number): End => ({ x: at.x + width, y, side: Position.Right });
  // Boxes above each other, and a table that refers to itself, are joined on one side.
  if (target.x + targetWidth + 40 <= source.x) return [left(source, sourceY), right(target, targetWidth, targetY)];
  if (source.x + sourceWidth + 40 <= target.x) return [right(source, sourceWidth, sourceY), left(target, targetY)];
  return [right(source, sourceWidth, sourceY), right(target, targetWidth, targetY)];
}

/** Many rows may refer: a crow's foot. */
function manyMark({ x, y, side }: End): string {
  const out = side === Position.Left ? -10 : 10;
  return `M${x},${y - 5} L${x + out},${y} L${x},${y + 5}`;
}

/** Exactly one row: a bar across. */
function oneMark({ x, y, side }: End): string {
  const out = side === Position.Left ? -7 : 7;
  return `M${x + out},${y - 5} V${y + 5}`;
}

/** One row or none: a ring behind the bar. */
function noneMark(end: End): string {
  const out = end.side === Position.Left ? -1 : 1;
  return `${oneMark(end)} M${end.x + out * 11},${end.y} a3.5,3.5 0 1,0 ${out * 7},0 a3.5,3.5 0 1,0 ${out * -7},0`;
}
