// Reads the tree of `EXPLAIN (FORMAT JSON)`.

export type PlanNode = {
  title: string;
  /** The table or index that it works on. */
  on: string | null;
  details: string[];
  /** As estimated. */
  rows: number;
  actualRows: number | null;
  loops: number;
  cost: string;
  /** With its children, over all loops; `null` in an estimate. */
  milliseconds: number | null;
  /** Time where it was measured, else cost: with its children, and without. */
  whole: number;
  own: number;
  isMisjudged: boolean;
  children: PlanNode[];
};

export type Plan = { root: PlanNode; planning: number | undefined; execution: number | undefined };

type Raw = Record<string, unknown>;

/** `null` where it is none. */
export function readPlan(json: string): Plan | null {
  try {
    const [first] = JSON.parse(json) as [Raw];
    const root = first?.["Plan"];
    if (!isRaw(root)) return null;
    return { root: read(root), planning: number(first["Planning Time"]), execution: number(first["Execution Time"]) };
  } catch {
    return null;
  }
}

const DETAILS = ["Index Cond", "Hash Cond", "Merge Cond", "Recheck Cond", "Join Filter", "Filter", "Sort Key", "Group Key"];

function read(raw: Raw): PlanNode {
  const children = Array.isArray(raw["Plans"]) ? raw["Plans"].filter(isRaw).map(read) : [];
  const loops = number(raw["Actual Loops"]) ?? 1;
  const time = number(raw["Actual Total Time"]);
  const cost = number(raw["Total Cost"]) ?? 0;
  const [rows, actual] = [number(raw["Plan Rows"]) ?? 0, number(raw["Actual Rows"])];
  const milliseconds = time === undefined ? null : time * loops;
  const whole = milliseconds ?? cost;
  const ofChildren = children.reduce((sum, child) => sum + child.whole, 0);
  return {
    title: [raw["Join Type"] !== "Inner" && raw["Join Type"], raw["Node Type"]].filter((word) => typeof word === "string").join(" "),
    on: onWhat(raw),
    details: DETAILS.flatMap((name) => (raw[name] === undefined ? [] : [`${name}: ${Array.isArray(raw[name]) ? raw[name].join(", ") : String(raw[name])}`])),
    rows,
    actualRows: actual === undefined ? null : actual * loops,
    loops,
    cost: `${number(raw["Startup Cost"]) ?? 0}…${cost}`,
    milliseconds,
    whole,
    own: Math.max(0, whole - ofChildren),
    isMisjudged: actual !== undefined && Math.max(actual, 1) / Math.max(rows, 1) >= 10 || (actual !== undefined && Math.max(rows, 1) / Math.max(actual, 1) >= 10),
    children,
  };
}

function onWhat(raw: Raw): string | null {
  const [table, alias, index] = [raw["Relation Name"], raw["Alias"], raw["Index Name"]];
  const name = typeof table === "string" ? (typeof alias === "string" && alias !== table ? `${table} ${alias}` : table) : null;
  return [name, typeof index === "string" && index].filter((part) => typeof part === "string").join(" by ") || null;
}

const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
