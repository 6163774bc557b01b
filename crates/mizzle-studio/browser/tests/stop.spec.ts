// Work that takes long says how far it is, and ends when somebody stops it: in the server and in
// the databases, not in the page alone.
import { expect, test, type Project } from "../harness";
import { query, SERVER } from "../harness/server";
import { users } from "../harness/schemas";

/** What a statement of this project says that takes longer than any test waits. */
const slow = ({ database }: Project) => `SELECT pg_sleep(60), '${database}';`;

/** The databases in which it runs. */
async function running({ database }: Project): Promise<string[]> {
  const rows = await query(
    SERVER,
    `SELECT datname FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()
     AND query LIKE '%pg_sleep(60), ''${database}''%'`,
  );
  return rows.map((row) => String(row["datname"]));
}

test("a rehearsal and the acceptance list are stopped, and what they made is gone", async ({ page, project }) => {
  project.schema(users());
  await project.migrate("users");
  await project.mizzle("generate", "--custom", "--name", "slow");
  project.write("drizzle/0001_slow.sql", slow(project));
  const url = await project.studio();
  await page.goto(`${url}/#/migrations/pending`);
  const card = page.getByRole("listitem", { name: "0001_slow" });
  await card.getByRole("button", { name: "Rehearse" }).click();
  await expect.poll(() => running(project), { timeout: 30_000 }).toHaveLength(1);
  const [made] = await running(project);
  await expect(card.getByRole("region", { name: "Rehearsing 0001_slow" })).toContainText("Rehearsing the migration");
  await card.getByRole("button", { name: "Stop" }).click();
  await expect(card.getByText(/^Stopped after/)).toBeVisible();
  await expect.poll(() => running(project)).toEqual([]);
  const there = () => query(SERVER, `SELECT datname FROM pg_database WHERE datname = '${made}'`);
  await expect.poll(there).toEqual([]);
  await expect(card.getByRole("button", { name: "Rehearse" })).toBeVisible();

  // Leaving the studio stops it as well.
  await page.goto(`${url}/#/verify`);
  await expect.poll(() => running(project), { timeout: 30_000 }).toHaveLength(1);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText(/^Stopped after/)).toBeVisible();
  await expect.poll(() => running(project)).toEqual([]);
  await page.getByRole("button", { name: "Run again" }).click();
  await expect.poll(() => running(project), { timeout: 30_000 }).toHaveLength(1);
  await page.goto("about:blank");
  await expect.poll(() => running(project)).toEqual([]);
  await page.goto(`${url}/#/migrations`);
  await expect(page.getByRole("navigation", { name: "Timeline" })).toBeVisible();
});

test("applying stops where that is safe, and says what stays", async ({ page, project }) => {
  project.schema(users());
  await project.generate("users");
  await project.mizzle("generate", "--custom", "--name", "slow");
  project.write("drizzle/0001_slow.sql", `CREATE TABLE half (id int);\n--> statement-breakpoint\n${slow(project)}`);
  await project.mizzle("seal", "--no-rehearse", "0001_slow");
  const url = await project.studio();
  await page.goto(`${url}/#/migrations/pending`);
  const view = page.getByRole("article", { name: "Pending migrations" });
  await view.getByRole("button", { name: "Apply all 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Apply 2" }).click();
  await expect.poll(() => running(project), { timeout: 30_000 }).toHaveLength(1);
  const applying = view.getByRole("region", { name: "Applying" });
  await expect(applying).toContainText("0001_slow: statement 2 of 2");
  await view.getByRole("button", { name: "Stop" }).click();
  await expect(applying.getByText(/^Stopped after/)).toBeVisible();
  await expect(applying).toContainText("nothing of 0001_slow is applied: it was rolled back");
  await expect(applying).toContainText("0000_users");
  expect(await running(project)).toEqual([]);
  expect(await project.sql("SELECT to_regclass('half') AS half, to_regclass('users') AS users")).toEqual([{ half: null, users: "users" }]);
  await expect(view.getByRole("listitem", { name: "0001_slow" })).toBeVisible();
  await expect(view.getByRole("listitem", { name: "0000_users" })).toHaveCount(0);

  // The next run begins anew, and goes on when the page is closed: only that was asked for.
  await view.getByRole("button", { name: "Apply it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Apply 1" }).click();
  await expect.poll(() => running(project), { timeout: 30_000 }).toHaveLength(1);
  await page.goto("about:blank");
  await page.waitForTimeout(1_000);
  expect(await running(project)).toHaveLength(1);
  await page.goto(`${url}/#/console`);
});

test("a plan says what it is about, and can be stopped and made again", async ({ page, project }) => {
  project.schema(users());
  await project.migrate("users");
  project.schema(users('  name: text("name"),\n'));
  await project.migrate("names");
  // Whoever counts the rows has to wait for this.
  const holder = project.sql(`BEGIN; LOCK TABLE users; ${slow(project)}`).catch(() => []);
  await expect.poll(() => running(project)).toHaveLength(1);
  await page.goto(`${await project.studio()}/#/migrations/rollback`);
  const view = page.getByRole("article", { name: "Roll back" });
  await expect(view.getByText("Counting what would go")).toBeVisible({ timeout: 30_000 });
  const waiting = () =>
    query(SERVER, `SELECT 1 FROM pg_stat_activity WHERE datname = '${project.database}' AND wait_event_type = 'Lock'`);
  await expect.poll(waiting).toHaveLength(1);
  await view.getByRole("button", { name: "Stop" }).click();
  await expect(view.getByText(/^Stopped after/)).toBeVisible();
  await expect.poll(waiting).toEqual([]);

  await query(SERVER, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%LOCK TABLE users;%' AND datname = '${project.database}'`);
  await holder;
  await view.getByRole("button", { name: "Try again" }).click();
  await expect(view.getByRole("listitem", { name: "0001_names" })).toBeVisible({ timeout: 30_000 });
  await expect(view.getByRole("button", { name: "Stop" })).toHaveCount(0);
});
