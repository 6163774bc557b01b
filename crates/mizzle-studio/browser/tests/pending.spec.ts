// What is pending, seen before it runs, and applied.
import { expect, test } from "../harness";
import { users } from "../harness/schemas";

test("says what is lost, and applies only once that is accepted", async ({ page, project }) => {
  project.schema(users('  name: text("name"),\n'));
  await project.migrate("users");
  await project.sql("INSERT INTO users VALUES (1, 'ada@example.com', 'Ada')");
  project.schema(users());
  await project.generate("no_names");
  await page.goto(`${await project.studio()}/#/migrations/pending`);
  const pending = page.getByRole("article", { name: "Pending migrations" });
  await expect(pending).toContainText("What is lost");
  await pending.getByRole("button", { name: "Apply it" }).click();
  const question = page.getByRole("dialog");
  const apply = question.getByRole("button", { name: "Apply 1" });
  await expect(apply).toBeDisabled();
  await question.getByRole("checkbox", { name: "This data may go" }).check();
  await apply.click();
  await expect(pending).toContainText("1 migration applied");
  expect(await project.sql("SELECT * FROM users")).toEqual([{ id: 1, email: "ada@example.com" }]);
});

test("applies nothing that was not seen, and notices who was first", async ({ page, project }) => {
  project.schema(users());
  await project.migrate("users");
  project.schema(users('  name: text("name"),\n'));
  await project.generate("names");
  await page.goto(`${await project.studio()}/#/migrations/pending`);
  const pending = page.getByRole("article", { name: "Pending migrations" });
  await pending.getByRole("button", { name: "Apply it" }).click();
  const question = page.getByRole("dialog");

  // Somebody else is quicker, and has one more.
  await project.mizzle("migrate");
  project.schema(users('  name: text("name"),\n  bio: text("bio"),\n'));
  await project.generate("bio");
  await question.getByRole("button", { name: "Apply 1" }).click();
  await expect(pending.getByRole("alert")).toBeVisible();
  expect(await project.sql("SELECT count(*)::int AS applied FROM drizzle.__drizzle_migrations")).toEqual([{ applied: 2 }]);

  // The page has been told meanwhile.
  const lines = page.getByRole("navigation", { name: "Timeline" }).getByRole("listitem");
  await expect(lines.nth(0)).toContainText("pending");
  await expect(lines.nth(1)).toContainText("applied");
  await expect(pending.getByRole("listitem", { name: project.migrations()[2] ?? "" })).toBeVisible();
  await expect(pending.getByRole("listitem", { name: project.migrations()[1] ?? "" })).toHaveCount(0);
});

test("writes nothing where the studio is read-only", async ({ page, project }) => {
  project.schema(users());
  await page.goto(`${await project.studio("--read-only")}/#/migrations/generate`);
  const generate = page.getByRole("article", { name: "Generate" });
  await expect(generate.getByText('CREATE TABLE "users"').first()).toBeVisible();
  await expect(generate.getByRole("button", { name: "Rehearse and write" })).toBeDisabled();
  expect(project.migrations()).toEqual([]);
});

test("offers to record what the database has already, and does not where it differs", async ({ page, project }) => {
  project.schema(users());
  await project.generate("users");
  await project.sql("CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, nick text)");
  await project.sql("INSERT INTO users VALUES (1, 'ada@example.com', 'ada')");
  await page.goto(`${await project.studio()}/#/migrations/pending`);
  const pending = page.getByRole("article", { name: "Pending migrations" });
  await expect(pending).toContainText("it has what these migrations make: users");
  const record = async () => {
    await pending.getByRole("button", { name: "Record as applied …" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Compare and record" }).click();
  };
  await record();
  await expect(pending).toContainText("The database is something else: 1 difference", { timeout: 30_000 });
  await expect(pending).toContainText("users.nick");
  expect(await project.sql("SELECT to_regclass('drizzle.__drizzle_migrations') AS ledger")).toEqual([{ ledger: null }]);

  await project.sql("ALTER TABLE users DROP COLUMN nick");
  await record();
  await expect(pending).toContainText("1 migration recorded as applied", { timeout: 30_000 });
  await expect(pending).toContainText("Everything is applied");
  const lines = page.getByRole("navigation", { name: "Timeline" }).getByRole("listitem");
  await expect(lines.nth(0)).toContainText("applied");
  expect(await project.sql("SELECT * FROM users")).toEqual([{ id: 1, email: "ada@example.com" }]);
});
