import { expect, test } from "vitest";
import type { Entry } from "../api/types";
import { stepped } from "./points";

const entry = (name: string, state: Entry["state"] = "applied"): Entry => ({ name, state, appliedAt: null, rehearsed: null, wayBack: "none", findings: [] });
const entries = [entry("0002_c", "pending"), entry("hotfix", "withoutFile"), entry("0001_b"), entry("0000_a")];

test("steps go through what each migration changes, to what is not generated", () => {
  const to = (from: string | null, to: string, by: -1 | 1) => stepped({ from, to }, entries, by);
  expect(to("0000_a", "0001_b", 1)).toEqual({ from: "0001_b", to: "0002_c" });
  expect(to("0000_a", "0001_b", -1)).toEqual({ from: "empty", to: "0000_a" });
  expect(to("empty", "0000_a", -1)).toBeNull();
  expect(to("0001_b", "0002_c", 1)).toEqual({ from: "recorded", to: "desired" });
  expect(to("recorded", "desired", 1)).toBeNull();
  expect(to(null, "desired", -1)).toEqual({ from: "0001_b", to: "0002_c" });
  expect(to(null, "actual", -1)).toEqual({ from: "0001_b", to: "0002_c" });
});
