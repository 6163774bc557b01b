// The tables of any state, or how any two states differ.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { call, failureOf } from "../api/client";
import type { Graph } from "../api/types";
import { navigate, useRoute } from "../app/router";
import { useTimeline } from "../migrations/queries";
import { Empty } from "../ui/Empty";
import { ErrorView } from "../ui/ErrorView";
import { Spinner } from "../ui/Spinner";
import { DifferenceList } from "./DifferenceList";
import { ErdBar } from "./ErdBar";
import { erdHref, pointsOf, stepped } from "./points";
import "../migrations/page.css";
import "./erd.css";

const Diagram = lazy(() => import("./Diagram").then((it) => ({ default: it.Diagram })));

export default function ErdView() {
  const { params } = useRoute();
  const points = pointsOf(params);
  const { from, to } = points;
  const { data: graph, error, isPending, isPlaceholderData } = useQuery({
    queryKey: ["erd", from, to],
    queryFn: ({ signal }) => call("erd", { from, to }, signal),
    // The boxes move to where they go next; an empty page between would lose the eye.
    placeholderData: keepPreviousData,
  });
  const entries = useTimeline().data?.migrations ?? [];
  const [focus, setFocus] = useState<{ id: string; times: number } | null>(null);
  const onFind = (id: string) => setFocus((it) => ({ id, times: (it?.times ?? 0) + 1 }));

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : null;
      if (by === null || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      const next = stepped({ from, to }, entries, by);
      if (!next) return;
      event.preventDefault();
      navigate(erdHref(next), true);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [from, to, entries]);

  return (
    <div className="erd" aria-busy={isPlaceholderData}>
      <h1 className="visually-hidden">Diagram</h1>
      <ErdBar points={points} entries={entries} graph={graph} onFind={onFind} />
      {error ? (
        <div className="view-error">
          <ErrorView failure={failureOf(error)} />
        </div>
      ) : isPending || !graph ? (
        <Spinner label="Reading the tables" />
      ) : (
        <Body graph={graph} isDifference={from !== null} focus={focus} onFind={onFind} />
      )}
    </div>
  );
}

function Body({ graph, isDifference, focus, onFind }: { graph: Graph; isDifference: boolean; focus: { id: string; times: number } | null; onFind: (id: string) => void }) {
  if (graph.nodes.length === 0) {
    return (
      <Empty icon="erd" title="No tables">
        <p>{isDifference ? "Neither state has a table." : "This state has no table."}</p>
      </Empty>
    );
  }
  return (
    <div className="erd-body">
      {isDifference && <DifferenceList graph={graph} onFind={onFind} />}
      <div className="erd-canvas">
        <Suspense fallback={<Spinner label="Drawing" />}>
          <Diagram graph={graph} isDifference={isDifference} focus={focus} />
        </Suspense>
      </div>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, [role=tab], [contenteditable]") !== null;
}
