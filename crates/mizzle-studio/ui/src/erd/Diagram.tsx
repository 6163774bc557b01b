// The diagram itself: boxes and lines that can be moved, zoomed and searched.
import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, useStore, type Viewport } from "@xyflow/react";
import { useCallback, useEffect, useRef, type CSSProperties, type FocusEvent, type UIEvent } from "react";
import type { Graph } from "../api/types";
import { Button } from "../ui/Button";
import { ReferenceEdge } from "./ReferenceEdge";
import { TableNode, type TableFlowNode } from "./TableNode";
import { useFlow } from "./useFlow";
import "./flow.css";
import "./canvas.css";
import "./nodes.css";

const nodeTypes = { table: TableNode };
const edgeTypes = { reference: ReferenceEdge };
const FIT = { padding: 0.08, maxZoom: 1, minZoom: 0.2 };
const MINI = { width: 150, height: 104 };
// Below it no letter can be read, so none is drawn.
const READABLE = 0.48;

interface Props {
  graph: Graph;
  isDifference: boolean;
  /** A node that was searched for, and how often: the same one can be asked for again. */
  focus: { id: string; times: number } | null;
}

export function Diagram(props: Props) {
  return (
    <ReactFlowProvider>
      <Inner {...props} />
    </ReactFlowProvider>
  );
}

function Inner({ graph, isDifference, focus }: Props) {
  const { nodes, edges, onNodesChange, tidy, laidOut, setNear } = useFlow(graph, isDifference, focus?.id ?? null);
  // Whole steps: a name needs no other size for each turn of the wheel.
  const zoom = useStore((store) => Math.max(0.08, Math.round(store.transform[2] * 50) / 50));
  const { fit, follow } = useCamera(nodes, laidOut, focus);
  return (
    <div className="erd-stage" onFocus={follow} onScrollCapture={stay}>
      <ReactFlow
        className="erd-flow"
        data-far={zoom < READABLE}
        style={{ "--zoom": zoom } as CSSProperties}
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeMouseEnter={(_, node) => setNear(node.id)}
        onNodeMouseLeave={() => setNear(null)}
        nodesConnectable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        disableKeyboardA11y
        minZoom={0.08}
        maxZoom={1.6}
        onlyRenderVisibleElements={graph.nodes.length > 60}
        proOptions={{ hideAttribution: true }}
        aria-label="Diagram of the tables"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        {graph.nodes.length > 20 && <MiniMap pannable zoomable ariaLabel="Overview" nodeClassName={miniClass} style={MINI} />}
        <Controls showInteractive={false} fitViewOptions={FIT} onFitView={fit} aria-label="Zoom" />
        <div className="erd-tidy">
          <Button size="small" icon="refresh" onClick={tidy} title="Forget where boxes were moved to">
            Tidy
          </Button>
        </div>
      </ReactFlow>
    </div>
  );
}

/** The browser scrolls what clips towards what has the focus; here only the camera moves. */
function stay(event: UIEvent<HTMLElement>): void {
  if (event.target instanceof Element) event.target.scrollTo(0, 0);
}

function miniClass(node: TableFlowNode): string {
  return `erd-mini erd-mini-${node.data.node.mark}`;
}

/**
 * Fits what is shown when it is another set of tables, and when there is another room for it as
 * long as nobody has moved the camera. Goes to what was searched for, and with `follow` to the box
 * that the keyboard has reached.
 */
function useCamera(nodes: TableFlowNode[], laidOut: number, focus: Props["focus"]): { fit: () => void; follow: (event: FocusEvent) => void } {
  const { fitView, setCenter, getZoom, getViewport } = useReactFlow<TableFlowNode>();
  const room = useStore(({ width, height }) => `${width} ${height}`);
  // Where the last fit has left the camera: anywhere else it is where somebody wants it.
  const rest = useRef<Viewport | "on its way" | null>(null);
  const fitted = useRef(-1);
  const duration = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250;
  const fitIn = useCallback(
    async (duration: number) => {
      rest.current = "on its way";
      await fitView({ ...FIT, duration });
      if (rest.current === "on its way") rest.current = getViewport();
    },
    [fitView, getViewport],
  );
  const isEmpty = nodes.length === 0;
  useEffect(() => {
    if (isEmpty || fitted.current === laidOut) return;
    const isFirst = fitted.current < 0;
    fitted.current = laidOut;
    void fitIn(isFirst ? 0 : duration);
  }, [isEmpty, laidOut, fitIn, duration]);
  useEffect(() => {
    if (rest.current === "on its way" || isSame(rest.current, getViewport())) void fitIn(0);
  }, [room, fitIn, getViewport]);
  const latest = useRef(nodes);
  latest.current = nodes;
  const goTo = useCallback(
    (id: string | null | undefined, atLeast: number) => {
      const node = latest.current.find((it) => it.id === id);
      if (!node) return;
      const zoom = Math.max(getZoom(), atLeast);
      rest.current = null;
      void setCenter(node.position.x + (node.width ?? 0) / 2, node.position.y + (node.height ?? 0) / 2, { zoom, duration });
    },
    [setCenter, getZoom, duration],
  );
  useEffect(() => goTo(focus?.id, 0.8), [focus, goTo]);
  const follow = useCallback(
    ({ target }: FocusEvent) => {
      // A click has the box in sight already.
      if (target instanceof Element && target.matches(":focus-visible")) goTo(target.closest(".react-flow__node")?.getAttribute("data-id"), 0);
    },
    [goTo],
  );
  const fit = useCallback(() => void fitIn(duration), [fitIn, duration]);
  return { fit, follow };
}

const isSame = (a: Viewport | null, b: Viewport): boolean => a !== null && a.x === b.x && a.y === b.y && a.zoom === b.zoom;
