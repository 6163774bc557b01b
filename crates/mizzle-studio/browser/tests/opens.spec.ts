// The page opens: rows are there, nothing leaves the machine, and strangers see nothing.
import { expect, test } from "../harness";

const USERS = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
});
`;

test("a row is shown, by a page that needs nobody else", async ({ page, project, watched }) => {
  project.schema(USERS);
  await project.migrate("users");
  await project.sql("INSERT INTO users VALUES (1, 'Ada'), (2, 'Grace')");
  await page.goto(await project.studio());
  await page.getByText("users", { exact: true }).first().click();
  await expect(page.getByText("Grace").first()).toBeVisible();
  const first = [...watched.files.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect(first, "bytes of the first view").toBeLessThan(450_000);
});

test("the link holds once, and the tab that used it can be reloaded", async ({ page, project, watched }) => {
  project.schema(USERS);
  await project.migrate("users");
  const link = await project.studio("--token");
  await page.goto(link);
  await expect(page.getByText("users", { exact: true }).first()).toBeVisible();
  expect(new URL(page.url()).hash).not.toContain("token");
  await page.reload();
  await expect(page.getByText("users", { exact: true }).first()).toBeVisible();

  watched.expected.push("401");
  const other = await page.context().newPage();
  await other.goto(link);
  await expect(other.getByRole("status")).toContainText("the newest link");
});

test("a page elsewhere on this machine reads and writes nothing", async ({ page, project, watched }) => {
  project.schema(USERS);
  await project.migrate("users");
  const url = await project.studio();
  // Another port of the same name is the same site, and another origin.
  const foreign = await project.studio();
  await page.goto(foreign);
  watched.expected.push("blocked", "Failed to load", "violates", "Refused");
  const answers = await page.evaluate(async (url) => {
    const reached = async (init: RequestInit) => {
      try {
        const response = await fetch(`${url}/api/console/run`, { method: "POST", body: "{}", ...init });
        return `${response.type} ${response.status}`;
      } catch (error) {
        return String(error);
      }
    };
    return Promise.all([
      reached({}),
      reached({ mode: "no-cors" }),
      reached({ headers: { "content-type": "application/json" } }),
    ]);
  }, url);
  for (const answer of answers) expect(answer).toContain("TypeError");
});
