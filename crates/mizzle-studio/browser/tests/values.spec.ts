// Values as the server has them: shown, opened, kept as they are, and saved anew without a loss.
import { expect, Grid, test } from "../harness";

/** Type, literal, and the text that is shown. */
const VALUES: Array<[column: string, type: string, literal: string, shown: string]> = [
  ["big", "bigint", "9223372036854775807", "9223372036854775807"],
  ["num", "numeric", "0.1000000000000000000000000000000001", "0.1000000000000000000000000000000001"],
  ["dbl", "double precision", "'-0'", "-0"],
  ["nan", "real", "'NaN'", "NaN"],
  ["ts", "timestamp", "'0044-03-15 12:00:00.123456 BC'", "0044-03-15 12:00:00.123456 BC"],
  ["tz", "timestamptz", "'infinity'", "infinity"],
  ["day", "date", "'2024-02-29'", "2024-02-29"],
  ["span", "interval", "'1 mon -3 days 04:05:06.7'", "1 mon -3 days +04:05:06.7"],
  ["id16", "uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
  ["net", "inet", "'10.0.0.1/8'", "10.0.0.1/8"],
  ["txt", "text", "U&'\\+01F600 \\0301 \\200B'", "😀 ́ U+200B"],
  ["rng", "int4range", "'[1,10)'", "[1,10)"],
];

test("opening and keeping a value stages nothing", async ({ page, project }) => {
  project.schema("");
  await project.sql(`
    CREATE TABLE values_ (id int PRIMARY KEY, ${VALUES.map(([name, type]) => `${name} ${type}`).join(", ")});
    INSERT INTO values_ VALUES (1, ${VALUES.map(([, , literal]) => literal).join(", ")});
  `);
  const all = () => project.sql(`SELECT ${VALUES.map(([name]) => `${name}::text`).join(", ")} FROM values_`);
  const before = await all();
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "values_");
  await grid.root.focus();
  for (const [column, , , shown] of VALUES) {
    await page.keyboard.press("ArrowRight");
    await grid.expectCell(1, column, shown);
    await page.keyboard.press("Enter");
    await expect(grid.root.getByRole("textbox", { name: column, exact: true })).toBeFocused();
    // Kept as it is, the focus stays in its column.
    await page.keyboard.press("Enter");
    await expect(grid.root).toBeFocused();
  }
  await expect(page.getByRole("region", { name: "Staged edits" })).toHaveCount(0);

  // Written anew from the texts that were shown, each comes back as it was.
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Duplicate row" }).click();
  await grid.edit(2, "id", "2");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("1 change saved")).toBeVisible();
  const after = await all();
  expect(after).toEqual([before[0], before[0]]);
});

test("json, arrays, enums, booleans and bytes have editors of their own", async ({ page, project }) => {
  project.schema("");
  await project.sql(`
    CREATE TYPE mood AS ENUM ('', 'so,so', 'happy');
    CREATE TABLE kinds (id int PRIMARY KEY, data jsonb, tags text[], mood mood, raw bytea, ok boolean);
    INSERT INTO kinds VALUES (1, '{"n": 12345678901234567890, "none": null}', '{"a,b",NULL,"q\\"q"}', 'so,so', '\\x00ff', true);
  `);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "kinds");
  await grid.expectCell(1, "tags", '{"a,b",NULL,"q\\"q"}');
  // What is no JSON is not kept.
  await (await grid.cell(1, "data")).dblclick();
  const json = grid.root.getByRole("textbox", { name: "data" });
  await expect(json).toContainText("12345678901234567890");
  await json.press("Control+End");
  await page.keyboard.type("x");
  await page.keyboard.press("Control+Enter");
  await expect(grid.root.getByRole("alert")).toContainText("This is no JSON");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.type(', "more": 1}');
  await page.keyboard.press("Control+Enter");
  await expect(await grid.cell(1, "data")).toContainText("more");

  await (await grid.cell(1, "mood")).dblclick();
  const moods = grid.root.getByRole("listbox", { name: "mood" });
  await expect(moods.getByRole("option")).toHaveText(["(empty)", "so,so", "happy", "NULL"]);
  await moods.selectOption("(empty)");
  await moods.press("Enter");
  await grid.expectCell(1, "mood", "empty");
  await (await grid.cell(1, "raw")).dblclick();
  const bytes = grid.root.getByRole("textbox", { name: "raw, in hexadecimal" });
  await bytes.fill("\\xcafe");
  await bytes.press("Enter");
  await (await grid.cell(1, "ok")).dblclick();
  await grid.root.getByRole("listbox", { name: "ok" }).selectOption("NULL");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT data::text, tags::text, mood::text, encode(raw, 'hex') AS raw, ok FROM kinds")).toEqual([
    { data: '{"n": 12345678901234567890, "more": 1, "none": null}', tags: '{"a,b",NULL,"q\\"q"}', mood: "", raw: "cafe", ok: null },
  ]);
});
