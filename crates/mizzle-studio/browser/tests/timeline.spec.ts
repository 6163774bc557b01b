// The history: what is applied, what is pending, what was edited, what has no file any more.
import { expect, test } from "../harness";
import { posts, users } from "../harness/schemas";

test("shows what became of each migration, and each in full", async ({ page, project, watched }) => {
  // With a file missing nothing can be applied, which is the answer to what is pending.
  watched.expected.push("/api/pending");
  project.schema(users());
  await project.migrate("users");
  project.schema(users('  name: text("name"),\n'));
  await project.migrate("names");
  project.schema(users('  name: text("name"),\n') + posts);
  await project.migrate("posts");
  project.schema(users('  name: text("name"),\n  bio: text("bio"),\n') + posts);
  await project.generate("bio");
  await project.sql("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('5ca1ab1e', 1)");
  const [first = "", second = "", third = "", fourth = ""] = project.migrations();
  project.write(`drizzle/${second}.sql`, `${project.read(`drizzle/${second}.sql`)}-- edited later\n`);
  project.delete(`drizzle/${third}.sql`);

  await page.goto(`${await project.studio()}/#/migrations`);
  const timeline = page.getByRole("navigation", { name: "Timeline" });
  const lines = timeline.getByRole("listitem");
  await expect(lines).toHaveCount(5);
  await expect(page.getByText("4 migrations in drizzle")).toBeVisible();
  // Nobody knows what this one was; the others follow, the newest first.
  await expect(lines.nth(0)).toContainText("without file");
  await expect(lines.nth(1)).toContainText("bio");
  await expect(lines.nth(1)).toContainText("pending");
  await expect(lines.nth(2)).toContainText("posts");
  await expect(lines.nth(2)).toContainText("missing file");
  await expect(lines.nth(3)).toContainText("applied");
  await expect(lines.nth(3)).toContainText("edited");
  await expect(lines.nth(4)).toContainText("applied");
  await expect(lines.nth(4)).not.toContainText("edited");

  // By keyboard: the arrows go through the lines.
  await lines.nth(4).getByRole("link").click();
  const detail = page.getByRole("article", { name: first });
  await expect(detail).toContainText('CREATE TABLE "users"');
  await expect(detail.getByText("applied", { exact: false }).first()).toBeVisible();
  await page.keyboard.press("ArrowUp");
  const edited = page.getByRole("article", { name: second });
  await expect(edited.getByRole("list", { name: "Findings" })).toContainText("edited");
  await edited.getByRole("tab", { name: "Hashes" }).click();
  await expect(edited).toContainText("They differ");
  await edited.getByRole("tab", { name: "Changes" }).click();
  await expect(edited).toContainText("users");
  await expect(edited).toContainText("added");

  await lines.nth(2).getByRole("link").click();
  await expect(page.getByRole("article", { name: third })).toContainText("no file");
  await lines.nth(1).getByRole("link").click();
  const newest = page.getByRole("article", { name: fourth });
  await newest.getByRole("tab", { name: "Way back" }).click();
  await expect(newest).toContainText('DROP COLUMN "bio"');
});

test("says so where there is no migration", async ({ page, project }) => {
  project.schema(users());
  await page.goto(`${await project.studio()}/#/migrations`);
  await expect(page.getByText("There are no migrations yet")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Desired, recorded, actual" })).toContainText("not generated");
});
