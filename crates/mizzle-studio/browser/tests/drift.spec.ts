// What the database holds besides what the migrations make, and each way out of it; and the
// acceptance list that finds it.
import { expect, expectAccessible, test, type Project } from "../harness";

const USERS = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
});
`;

async function drifted(project: Project): Promise<void> {
  project.schema(USERS);
  await project.migrate("users");
  await project.sql("ALTER TABLE users ADD COLUMN nickname text; ALTER TABLE users ALTER COLUMN name DROP NOT NULL");
}

test("drift is shown side by side, and taken back", async ({ page, project }) => {
  await drifted(project);
  await page.goto(`${await project.studio()}/#/drift`);
  await expect(page.getByRole("heading", { name: "2 differences" })).toBeVisible({ timeout: 30_000 });
  const nickname = page.getByRole("listitem", { name: "column users.nickname" });
  await expect(nickname).toContainText("not there");
  await expect(nickname).toContainText('ALTER TABLE "users" DROP COLUMN "nickname"');
  await expect(nickname).toContainText('nickname: text("nickname")');
  await expectAccessible(page);

  await nickname.getByRole("button", { name: "Run …" }).click();
  const dialog = page.getByRole("dialog", { name: "Restore column users.nickname" });
  await dialog.getByLabel("This data may go").check();
  await dialog.getByRole("button", { name: "Run it" }).click();
  await expect(page.getByRole("heading", { name: "1 difference" })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Restore all …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run it" }).click();
  await expect(page.getByText("No drift")).toBeVisible({ timeout: 30_000 });
  // It was our own change: the answer is not an old one.
  await expect(page.getByText("have changed since")).not.toBeVisible();
  const columns = await project.sql("SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = 'users' ORDER BY 1");
  expect(columns).toEqual([
    { column_name: "id", is_nullable: "NO" },
    { column_name: "name", is_nullable: "NO" },
  ]);
});

test("what the database has is written into the schema file", async ({ page, project }) => {
  await drifted(project);
  await page.goto(`${await project.studio()}/#/drift`);
  await page.getByRole("button", { name: "Preview the files" }).click({ timeout: 30_000 });
  const panel = page.getByRole("region", { name: "Adopt" });
  await expect(panel.getByRole("heading", { name: "schema.ts" })).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText('nickname: text("nickname")')).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Write 1 file" }).click();
  await expect(panel.getByRole("heading", { name: "✓ Written into the schema files" })).toBeVisible({ timeout: 30_000 });
  expect(project.read("schema.ts")).toContain('nickname: text("nickname")');

  // The migration for it is written, and recorded without being run.
  await page.getByRole("region", { name: "Ways out" }).getByRole("button", { name: "Record …" }).click();
  const dialog = page.getByRole("dialog", { name: "Take the database for what it is" });
  await expect(dialog).toContainText("Nothing is run");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Compare and record" }).click();
  await expect(page.getByText("No drift")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/1 migration recorded as applied, nothing was run/)).toBeVisible();
  expect(project.migrations()).toHaveLength(2);
  expect(project.read(`drizzle/${project.migrations()[1]}.sql`)).toContain("nickname");
  expect(await project.sql("SELECT count(*)::int AS applied FROM drizzle.__drizzle_migrations")).toEqual([{ applied: 2 }]);
});

test("the acceptance list is green, and says what is not", async ({ page, project }) => {
  project.schema(USERS);
  await project.migrate("users");
  await page.goto(`${await project.studio()}/#/verify`);
  await expect(page.getByText("Nothing fails")).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);

  await project.sql("ALTER TABLE users ADD COLUMN nickname text");
  await expect(page.getByText("have changed since")).toBeVisible();
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(page.getByText("Not as it should be")).toBeVisible({ timeout: 30_000 });
  const database = page.getByRole("listitem").filter({ hasText: "the database is what the migrations make" });
  await expect(database).toContainText("users.nickname");
  await database.getByRole("link", { name: /Drift/ }).click();
  await expect(page.getByRole("heading", { name: "Drift" })).toBeVisible();
});
