import { describe, expect, it } from "vitest";
import { EMPTY, reduce, requestOf, type Action, type Target } from "./reducer";
import { DEFAULT, NULL, text } from "../values";

const table = { schema: "public", name: "users" };
const ada: Target = { key: ["1"], before: { id: "1", name: "Ada", note: null, long: { cut: "x", bytes: 9000 } } };
const bob: Target = { key: ["2"], before: { id: "2", name: "Bob", note: "", long: null } };

const run = (...actions: Action[]) => actions.reduce(reduce, EMPTY);
const set = (target: Target, column: string, value: typeof NULL): Action => ({ type: "set", table, changes: [{ target, column, value }] });

describe("set", () => {
  it("says what it expects of the columns that it changes, and of no others", () => {
    const { entries } = run(set(ada, "name", text("Ada L.")), set(ada, "note", text("")));
    expect(requestOf(entries)).toEqual([
      {
        type: "update",
        table,
        key: ["1"],
        set: [
          { column: "name", value: text("Ada L.") },
          { column: "note", value: text("") },
        ],
        expect: [
          { column: "name", value: text("Ada") },
          { column: "note", value: NULL },
        ],
      },
    ]);
  });

  it("expects nothing of what came cut, unless it was read whole", () => {
    expect(requestOf(run(set(ada, "long", NULL)).entries)[0]).toMatchObject({ expect: [] });
    const whole: Target = { key: ["1"], before: { ...ada.before, long: "all of it" } };
    expect(requestOf(run(set(whole, "long", NULL)).entries)[0]).toMatchObject({ expect: [{ column: "long", value: text("all of it") }] });
  });

  it("stages nothing for a cell that is as it was", () => {
    expect(run(set(ada, "name", text("Ada"))).entries).toEqual([]);
    expect(run(set(ada, "note", NULL)).entries).toEqual([]);
    expect(run(set(ada, "name", text("X")), set(ada, "name", text("Ada"))).entries).toEqual([]);
  });

  it("tells NULL, nothing and DEFAULT apart", () => {
    expect(run(set(bob, "note", NULL)).entries).toHaveLength(1);
    expect(run(set(ada, "note", text(""))).entries).toHaveLength(1);
    expect(run(set(ada, "note", DEFAULT)).entries).toHaveLength(1);
  });

  it("changes several cells in one step of undo", () => {
    const both = run({ type: "set", table, changes: [ada, bob].map((target) => ({ target, column: "name", value: text("Z") })) });
    expect(both.entries).toHaveLength(2);
    expect(reduce(both, { type: "undo" }).entries).toEqual([]);
  });
});

describe("rows", () => {
  it("adds rows with what was said, and takes them away again", () => {
    const added = run({ type: "insert", table, rows: [{}, { name: text("C") }] }, set({ id: "new-1" }, "name", text("B")));
    expect(requestOf(added.entries)).toEqual([
      { type: "insert", table, set: [{ column: "name", value: text("B") }] },
      { type: "insert", table, set: [{ column: "name", value: text("C") }] },
    ]);
    const gone = reduce(added, { type: "delete", table, targets: [{ id: "new-1" }] });
    expect(gone.entries.map(({ id }) => id)).toEqual(["new-2"]);
  });

  it("deletes with all that was read whole, and keeps no change of the row besides", () => {
    const { entries } = run(set(ada, "name", text("X")), { type: "delete", table, targets: [ada] });
    expect(requestOf(entries)).toEqual([
      {
        type: "delete",
        table,
        key: ["1"],
        expect: [
          { column: "id", value: text("1") },
          { column: "name", value: text("Ada") },
          { column: "note", value: NULL },
        ],
      },
    ]);
    expect(reduce(run({ type: "delete", table, targets: [ada] }), set(ada, "name", text("X"))).entries).toHaveLength(1);
  });

  it("gives no number twice", () => {
    const edits = run({ type: "insert", table, rows: [{}] }, { type: "clear" }, { type: "insert", table, rows: [{}] });
    expect(edits.entries[0]?.id).toBe("new-2");
  });
});

describe("undo", () => {
  it("goes back and forth, and another edit ends the way forth", () => {
    const one = run(set(ada, "name", text("X")));
    const two = reduce(one, set(bob, "name", text("Y")));
    const back = reduce(two, { type: "undo" });
    expect(back.entries).toEqual(one.entries);
    expect(reduce(back, { type: "redo" }).entries).toEqual(two.entries);
    expect(reduce(back, set(bob, "note", text("n"))).future).toEqual([]);
    expect(reduce(EMPTY, { type: "undo" })).toBe(EMPTY);
  });

  it("forgets a refusal once something changes", () => {
    const failure = { code: "x", message: "no", notes: [], hints: [], place: null };
    const refused = reduce(run(set(ada, "name", text("X"))), { type: "refuse", refusal: { id: "a", column: null, failure } });
    expect(refused.refusal).not.toBeNull();
    expect(reduce(refused, set(ada, "name", text("Y"))).refusal).toBeNull();
  });
});

describe("rebase", () => {
  it("keeps the change and expects the row as it is now", () => {
    const staged = run(set(ada, "name", text("Mine")));
    const id = staged.entries[0]?.id ?? "";
    const rebased = reduce(staged, { type: "rebase", id, actual: { name: "Theirs" } });
    expect(requestOf(rebased.entries)[0]).toMatchObject({
      set: [{ column: "name", value: text("Mine") }],
      expect: [{ column: "name", value: text("Theirs") }],
    });
  });
});
