// The three sides as chips of the top bar: how each stands, and a way to where it is settled.
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Side, Sides as Stand } from "../api/types";
import { href } from "../app/router";
import { sideStates } from "./words";
import "./sides.css";
import "./tones.css";

type Name = keyof Stand;

const titles: Record<Name, string> = {
  desired: "Desired: the schema files",
  recorded: "Recorded: the migrations folder",
  actual: "Actual: the database",
};

export function useSides() {
  return useQuery({ queryKey: ["sides"], queryFn: ({ signal }) => call("sides", {}, signal) });
}

export default function Sides() {
  const { data } = useSides();
  return (
    <nav className="sides" aria-label="Desired, recorded, actual">
      {(["desired", "recorded", "actual"] as const).map((name) => (
        <Chip key={name} name={name} side={data?.[name]} />
      ))}
    </nav>
  );
}

function Chip({ name, side }: { name: Name; side: Side | undefined }) {
  const { sign, tone, word } = sideStates[side?.state ?? "unknown"];
  const text = side?.text ?? "…";
  const title = [titles[name], `${word}: ${text}`, side?.error?.message].filter(Boolean).join("\n");
  return (
    <a className="side" data-tone={tone} href={side ? settledAt(name, side) : href("migrations")} title={title}>
      <span className="side-sign" aria-hidden="true">
        {sign}
      </span>
      <span className="side-name">{name}</span>
      <span className="side-text">{text}</span>
    </a>
  );
}

/** Where a side that is not in step can be brought there. */
function settledAt(name: Name, { state }: Side): string {
  switch (name) {
    case "desired":
      return state === "inStep" ? href("erd", [], { to: "desired" }) : href("migrations", ["generate"]);
    case "recorded":
      return state === "drifted" ? href("verify") : href("migrations");
    case "actual":
      if (state === "ahead") return href("migrations", ["pending"]);
      return state === "inStep" || state === "unknown" ? href("verify") : href("drift");
  }
}
