// The tables as a diagram: of one state, and of what came, went and changed between two.
import { readFileSync } from "node:fs";
import { expect, expectAccessible, test } from "../harness";

const BEFORE = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: varchar("name", { length: 80 }),
});

export const logs = pgTable("logs", { id: integer("id").primaryKey() });
`;

const AFTER = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: text("name"),
});

export const orders = pgTable("orders", {
  id: integer("id").primaryKey(),
  userId: integer("user_id").references(() => users.id),
});
`;

test("a difference is told by signs and words, and steps along the timeline", async ({ page, project }) => {
  project.schema(BEFORE);
  await project.migrate("first");
  project.schema(AFTER);
  await page.goto(`${await project.studio()}/#/erd?from=recorded&to=desired`);
  const differences = page.getByRole("complementary", { name: "Differences" });
  await expect(differences.getByRole("button", { name: /orders added/ })).toBeVisible({ timeout: 30_000 });
  await expect(differences.getByRole("button", { name: /logs removed/ })).toBeVisible();
  const diagram = page.locator(".erd-flow");
  await expect(diagram.getByText("was: ")).toBeAttached();
  await expect(diagram.getByText("varchar(80)")).toBeVisible();
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "SVG" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("recorded-to-desired.svg");
  expect(readFileSync(await file.path(), "utf8")).toMatch(/^<svg [^]*1 added, 1 removed, 1 changed/);

  await page.locator("body").press("ArrowLeft");
  await expect(page).toHaveURL(/from=empty&to=0000_first/);
  await expect(differences.getByRole("button", { name: /users added/ })).toBeVisible();
  await page.locator("body").press("ArrowRight");
  await expect(page).toHaveURL(/from=recorded&to=desired/);
});

test("a table is found, and opened in the grid", async ({ page, project }) => {
  project.schema(BEFORE);
  await project.migrate("first");
  await project.sql("INSERT INTO users VALUES (1, 'Ada')");
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.goto(`${await project.studio()}/#/erd?to=actual`);
  await page.getByRole("combobox", { name: "Find a table" }).fill("user");
  await page.keyboard.press("Enter");
  await expect(page.locator(".erd-node[data-found=true]")).toContainText("users", { timeout: 30_000 });
  await expectAccessible(page);
  await page.locator(".erd-flow").getByRole("link", { name: "users" }).click();
  await expect(page).toHaveURL(/#\/data\/public\/users/);
  await expect(page.getByText("Ada").first()).toBeVisible();
});
