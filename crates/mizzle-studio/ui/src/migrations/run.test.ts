import { expect, test } from "vitest";
import { idle, step, type Run, type RunEvent } from "./run";

function after(...events: RunEvent<string>[]): Run<string> {
  return events.reduce<Run<string>>(step, idle);
}
const start: RunEvent<string> = { type: "start", now: 1 };
const progress = (text: string, done: boolean): RunEvent<string> => ({ type: "line", line: { type: "progress", text, done }, now: 2 });
const failure = { code: "x", message: "no", notes: [], hints: [], place: null };

test("a stage is one line, whose words change at its end", () => {
  const run = after(start, progress("Applying a …", false), progress("a (3 ms)", true), progress("Applying b …", false));
  expect(run.steps.map((it) => [it.text, it.isDone])).toEqual([
    ["a (3 ms)", true],
    ["Applying b …", false],
  ]);
});

test("a stage that says nothing at its end gives way to the next", () => {
  const run = after(start, progress("Loading …", false), progress("Rehearsing …", false));
  expect(run.steps.map((it) => it.text)).toEqual(["Rehearsing …"]);
});

test("what was under way stays in sight when it fails, and goes when it is done", () => {
  const failed = after(start, progress("Applying a …", false), { type: "line", line: { type: "failed", error: failure }, now: 9 });
  expect([failed.state, failed.error, failed.endedAt, failed.steps.length]).toEqual(["failed", failure, 9, 1]);
  const done = after(start, progress("Applying a …", false), { type: "line", line: { type: "result", value: "v" }, now: 9 });
  expect([done.state, done.result, done.steps.length]).toEqual(["done", "v", 0]);
});

test("a lost connection does not change how it ended", () => {
  const done = after(start, { type: "line", line: { type: "result", value: "v" }, now: 2 }, { type: "lost", error: failure, now: 3 });
  expect(done.state).toBe("done");
  expect(after(start, { type: "lost", error: failure, now: 3 }).state).toBe("failed");
});
