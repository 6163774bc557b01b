// Data that means harm, and names that nobody should give.
import { readFileSync } from "node:fs";
import { expect, Grid, test } from "../harness";

test("what is in a cell is a text, whatever it looks like", async ({ page, project }) => {
  project.schema("");
  await project.sql(`
    CREATE TABLE notes (id int PRIMARY KEY, body text);
    INSERT INTO notes VALUES
      (1, '<img src=x onerror="document.title=1"><script>document.title=1</script>'),
      (2, '=HYPERLINK("http://example.com","x")'),
      (3, E'abc\\u202Etxt.exe'),
      (4, 'javascript:document.title=1'),
      (5, E'two\\nlines\\tand "quotes", and a comma'),
      (6, NULL),
      (7, '');
  `);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "notes");
  await grid.expectCell(1, "body", /^<img src=x onerror=/);
  await expect(grid.root.locator("img, script")).toHaveCount(0);
  await expect(await grid.cell(4, "body")).toHaveText("javascript:document.title=1");
  await expect((await grid.cell(4, "body")).getByRole("link")).toHaveCount(0);
  // The mark that would turn the line around is shown by its number.
  await grid.expectCell(3, "body", "abcU+202Etxt.exe");
  await grid.expectCell(5, "body", 'two↵lines→and "quotes", and a comma');
  await grid.expectCell(6, "body", "NULL");
  await grid.expectCell(7, "body", "empty");

  // No program of the one who opens the file runs a formula.
  await page.getByRole("button", { name: "Export" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV" }).click();
  const file = readFileSync(await (await coming).path(), "utf8");
  const lines = file.split("\r\n");
  expect(lines[0]).toBe("id,body");
  expect(lines[2]).toBe(`2,"'=HYPERLINK(""http://example.com"",""x"")"`);
  expect(file).toContain('5,"two\nlines\tand ""quotes"", and a comma"');
  expect(lines).toContain("6,");
  expect(lines).toContain('7,""');
  await expect(page).toHaveTitle(/mizzle studio/);
});

test("a huge cell comes cut, is shown whole, and can be edited", async ({ page, project }) => {
  project.schema("");
  await project.sql(`
    CREATE TABLE files (id int PRIMARY KEY, body text, raw bytea);
    INSERT INTO files VALUES (1, repeat('line of text ', 20000) || 'THE END', decode(repeat('ab', 100000), 'hex'));
  `);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "files");
  await grid.expectCell(1, "body", /… 254 KiB$/);
  await grid.expectCell(1, "raw", /^\\xabab.*… 98 KiB$/);
  await (await grid.cell(1, "body")).click();
  await page.keyboard.press("Space");
  const dialog = page.getByRole("dialog", { name: "body · text" });
  await expect(dialog).toContainText("THE END");
  await page.keyboard.press("Escape");

  // It is edited whole, and what was read whole is compared.
  await page.keyboard.press("Enter");
  const field = grid.root.getByRole("textbox", { name: "body" });
  await expect(field).toBeFocused();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT length(body) AS length, right(body, 8) AS tail, length(raw) AS raw FROM files")).toEqual([
    { length: 260_008, tail: "THE END!", raw: 100_000 },
  ]);
});

test("names with quotes, spaces, dots and capitals work everywhere", async ({ page, project }) => {
  project.schema("");
  await project.sql(`
    CREATE SCHEMA "my ""schema"".x";
    CREATE TABLE "my ""schema"".x"."Or/der ""s"" <b>?#" ("the ""id""" int PRIMARY KEY, "a, b: c" text, "DROP; --" text);
    INSERT INTO "my ""schema"".x"."Or/der ""s"" <b>?#" VALUES (1, 'x', 'y');
  `);
  await page.goto(await project.studio());
  const name = 'Or/der "s" <b>?#';
  const grid = await Grid.open(page, name);
  await grid.edit(1, "a, b: c", "it's");
  await grid.head('the "id"').click();
  await expect(page.getByText("Staged edits hold the order")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("1 change saved")).toBeVisible();
  await grid.head("a, b: c").click();
  await grid.expectColumn("a, b: c", ["it's"]);
  await page.reload();
  await grid.expectColumn("a, b: c", ["it's"]);
  expect(await project.sql(`SELECT "a, b: c" AS value FROM "my ""schema"".x"."Or/der ""s"" <b>?#"`)).toEqual([{ value: "it's" }]);
  await page.getByRole("link", { name: "Structure", exact: true }).last().click();
  await page.getByRole("tab", { name: "DDL" }).click();
  await expect(page.getByRole("tabpanel")).toContainText('"Or/der ""s"" <b>?#"');
});

test("rows without a key, and those of a view, cannot be changed, and the page says why", async ({ page, project }) => {
  project.schema("");
  await project.sql(`
    CREATE TABLE log (at timestamp, what text);
    INSERT INTO log VALUES ('2026-01-02 03:04:05', 'login');
    CREATE VIEW logins AS SELECT * FROM log;
  `);
  await page.goto(await project.studio());
  const log = await Grid.open(page, "log");
  await expect(page.getByText("rows are read-only")).toBeVisible();
  await expect(page.locator(".why-read-only")).toContainText(/key/);
  await expect(page.getByRole("button", { name: "Row", exact: true })).toHaveCount(0);
  await (await log.cell(1, "what")).click();
  await page.keyboard.type("x");
  await expect(page.getByText("These rows are read-only")).toBeVisible();
  await expect(page.getByRole("region", { name: "Staged edits" })).toHaveCount(0);

  await Grid.open(page, "logins");
  await expect(page.locator(".why-read-only")).toContainText(/view/i);
});
