// The tables as a diagram: of one state, and of what came, went and changed between two.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
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

/** How far the middle of all boxes is from the middle of the room for them, and whether they are in it. */
async function fit(page: Page): Promise<{ off: number; isInside: boolean }> {
  return page.locator(".erd-flow").evaluate((flow) => {
    const room = flow.getBoundingClientRect();
    const boxes = [...flow.querySelectorAll(".react-flow__node")].map((it) => it.getBoundingClientRect());
    const [left, right] = [Math.min(...boxes.map((it) => it.left)), Math.max(...boxes.map((it) => it.right))];
    const [top, bottom] = [Math.min(...boxes.map((it) => it.top)), Math.max(...boxes.map((it) => it.bottom))];
    const isInside = left >= room.left && right <= room.right && top >= room.top && bottom <= room.bottom;
    return { off: Math.round(Math.abs(left + right - room.left - room.right) / 2), isInside };
  });
}

test("what is shown fits the room that there is, until somebody moves it", async ({ page, project }) => {
  project.schema(BEFORE);
  await project.migrate("first");
  project.schema(AFTER);
  await page.goto(`${await project.studio()}/#/erd?to=desired`);
  const camera = () => page.locator(".react-flow__viewport").getAttribute("style");
  const fits = () => expect.poll(async () => (await fit(page)).off).toBeLessThan(3);
  await expect(page.locator(".react-flow__node")).toHaveCount(2, { timeout: 30_000 });
  await fits();
  for (const size of [{ width: 760, height: 520 }, { width: 420, height: 420 }, { width: 1280, height: 800 }]) {
    await page.setViewportSize(size);
    await fits();
    expect((await fit(page)).isInside).toBe(true);
  }
  // The list of differences takes some of it.
  await page.goto(page.url().replace("to=desired", "from=recorded&to=desired"));
  await expect(page.getByRole("complementary", { name: "Differences" })).toBeVisible({ timeout: 30_000 });
  await fits();

  await page.locator(".erd-flow").hover({ position: { x: 20, y: 20 } });
  await page.mouse.wheel(0, 240);
  const moved = await camera();
  await page.setViewportSize({ width: 900, height: 640 });
  await expect.poll(() => page.locator(".erd-flow").evaluate((it) => it.clientWidth)).toBeLessThan(900);
  await page.waitForTimeout(300);
  expect(await camera()).toBe(moved);
  // And again once it was fitted by hand.
  await page.getByRole("button", { name: "Fit view" }).click();
  await fits();
  await page.setViewportSize({ width: 1280, height: 800 });
  await fits();
});
