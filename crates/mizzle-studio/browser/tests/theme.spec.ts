// Light and dark, every view in both, also where there is little room.
import { expect, expectAccessible, test } from "../harness";
import { posts, USERS, users } from "../harness/schemas";

test("follows the system, unless somebody has chosen", async ({ page, project }) => {
  project.schema("");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(await project.studio());
  const colours = page.getByRole("group", { name: "Colours" });
  // Of the text, from which the paper follows: it is light in the dark.
  const ink = () =>
    page.evaluate(() => {
      // Whatever notation it is in, a canvas has it in bytes.
      const context = document.createElement("canvas").getContext("2d");
      if (!context) throw new Error("no canvas");
      context.fillStyle = getComputedStyle(document.body).color;
      context.fillRect(0, 0, 1, 1);
      return context.getImageData(0, 0, 1, 1).data[0] ?? 0;
    });
  expect(await ink()).toBeGreaterThan(192);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(ink).toBeLessThan(64);

  await colours.getByRole("button", { name: "Dark" }).click();
  await expect.poll(ink).toBeGreaterThan(192);
  await page.reload();
  await expect(colours.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");
  expect(await ink()).toBeGreaterThan(192);
  await colours.getByRole("button", { name: "As the system" }).click();
  await expect.poll(ink).toBeLessThan(64);
});

test("every view can be used by everybody, in both themes, wide and narrow", async ({ page, project }) => {
  test.slow();
  const labels = Array.from({ length: 30 }, (_, at) => `"label ${at}"`).join(", ");
  project.schema(`${users()}export const long = pgEnum("long", [${labels}]);\n`);
  await project.migrate("users");
  await project.sql(`${USERS}; ALTER TABLE users ADD COLUMN by_hand int`);
  project.schema(`${users()}export const long = pgEnum("long", [${labels}]);\n${posts}`);
  await project.generate("posts");
  const link = await project.studio();
  const views: Array<[hash: string, sign: string]> = [
    ["data", "No table is open"],
    ["data/public/users", "ada@example.com"],
    ["structure/public/users", "Nothing here changes the table"],
    ["migrations", "Pending"],
    ["migrations/of/0000_users", "CREATE TABLE"],
    ["migrations/generate", "Nothing to generate"],
    ["verify", "skipped"],
    ["drift", "by_hand"],
    ["erd?from=recorded&to=actual", "by_hand"],
    ["console", "Nothing was run yet"],
  ];
  for (const [hash, sign] of views) {
    await page.goto(`${link}/#/${hash}`);
    await expect(page.getByRole("main").getByText(sign).first()).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 800 });
    await expectAccessible(page);
    await page.setViewportSize({ width: 800, height: 600 });
    // Nothing of the page itself is scrolled sideways, once it is laid out anew.
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(width, { message: hash }).toBeLessThanOrEqual(800);
    const beyond = () => page.evaluate(() => [...document.querySelectorAll(".page, .migrations-main, .error")].filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.className));
    await expect.poll(beyond, { message: hash }).toEqual([]);
  }
});
