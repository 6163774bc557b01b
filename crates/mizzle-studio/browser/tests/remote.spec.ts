// A database that is not on this machine: seen as such, and written to only once it was named.
import { networkInterfaces } from "node:os";
import { expect, Grid, test } from "../harness";

const address = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

test.skip(address === undefined, "this machine has no address but its own loopback");

test("each write asks for the name of the database", async ({ page, project, watched }) => {
  watched.expected.push("/api/edits/apply");
  project.schema("");
  await project.sql("CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'Ada')");
  await project.relay(address ?? "");
  await page.goto(await project.studio());
  await expect(page.getByRole("note")).toContainText(`${project.database} on ${address}`);
  const grid = await Grid.open(page, "people");
  await grid.edit(1, "name", "Ada Lovelace");
  await page.getByRole("button", { name: "Save" }).click();
  const question = page.getByRole("dialog", { name: "Save the staged edits" });
  const save = question.getByRole("button", { name: "Save 1 change" });
  await expect(save).toBeDisabled();
  await question.getByRole("textbox").fill(project.database.slice(1));
  await expect(save).toBeDisabled();
  await question.getByRole("textbox").fill(project.database);
  await save.click();
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT name FROM people")).toEqual([{ name: "Ada Lovelace" }]);

  // The page cannot be gone round: the server asks as well.
  const status = await page.evaluate(async () => {
    const secret = document.querySelector<HTMLMetaElement>('meta[name="mizzle-secret"]')?.content ?? "";
    const edit = { type: "delete", table: { schema: "public", name: "people" }, key: ["1"], expect: [] };
    const response = await fetch("/api/edits/apply", {
      method: "POST",
      headers: { "content-type": "application/json", "x-mizzle-secret": secret },
      body: JSON.stringify({ edits: [edit], confirm: null }),
    });
    return response.status;
  });
  expect(status).toBe(409);
  expect(await project.sql("SELECT 1 FROM people")).toHaveLength(1);

  await page.getByRole("link", { name: "Console" }).click();
  await page.getByRole("button", { name: "Writes" }).click();
  await expect(page.getByRole("dialog", { name: "Let statements write?" }).getByRole("button", { name: "Allow writes" })).toBeDisabled();
});
