// A whole table as a file: from the server to the disk, and not by way of the page.
import { readFileSync } from "node:fs";
import { expect, Grid, test, type Project } from "../harness";
import type { Page } from "@playwright/test";

const choose = async (page: Page, format: string) => {
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: format }).click();
};

const running = async (project: Project) => {
  const rows = await project.sql("SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
  return rows[0]?.["n"];
};

test("a table is saved under its name, and the page has nothing of it", async ({ page, project }) => {
  project.schema("");
  await project.sql(`CREATE TABLE "größte Tabelle" (id int PRIMARY KEY, v text); INSERT INTO "größte Tabelle" SELECT i, repeat('x', 100) FROM generate_series(1, 100000) i`);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "größte Tabelle");
  const answers: string[] = [];
  page.on("response", (response) => void answers.push(new URL(response.url()).pathname));
  for (const [format, extension, lines] of [["CSV", "csv", 100_001], ["JSON", "json", 100_002], ["TypeScript", "ts", null]] as const) {
    const coming = page.waitForEvent("download");
    await choose(page, format);
    await expect(page.getByText(`${format}: the browser saves it`)).toBeVisible();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(`größte Tabelle.${extension}`);
    const text = readFileSync(await download.path(), "utf8");
    if (lines !== null) expect(text.trimEnd().split("\n").length).toBe(lines);
    expect(text).toContain("100000");
  }
  // What is asked for is where the file is; the file itself is the browser's.
  expect(answers).toContain("/api/export/file");
  expect(answers).not.toContain("/api/export");
  // Staged edits outlive it: the page was not left.
  await grid.expectCell(1, "id", "1");
  await expect.poll(() => running(project)).toBe(0);
});

test("an export that has no first row yet is stopped, and on the server too", async ({ page, project }) => {
  project.schema("");
  await project.sql("CREATE TABLE knob (seconds float8); INSERT INTO knob VALUES (0); CREATE VIEW slow AS SELECT pg_sleep(seconds)::text AS v FROM knob");
  await page.goto(await project.studio());
  await Grid.open(page, "slow");
  await project.sql("UPDATE knob SET seconds = 100");
  await choose(page, "CSV");
  await expect.poll(() => running(project)).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Stop the export" }).click();
  await expect(page.getByRole("button", { name: "Export", exact: true })).toBeVisible();
  await expect.poll(() => running(project)).toBe(0);
});
