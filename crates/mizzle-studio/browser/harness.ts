// What a test needs: a project in a folder of its own, a database on the server of the lane, the
// built mizzle, a running studio, and a page that is watched for errors and for requests that
// leave the machine.
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import pg from "pg";

export { expect };

const run = promisify(execFile);

/** The server of the lane; each project makes a database there and drops it. */
const SERVER = named("MIZZLE_TEST_PG_URL");

/** The mizzle that is tested. */
const MIZZLE = named("MIZZLE_TEST_BIN");

/** Releases of drizzle-orm, each with its packages. */
const ORMS = named("MIZZLE_TEST_ORM_DIR");

/** A project with a database. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "mizzle-browser-"));
  /** Of the database. */
  readonly url: string;
  private readonly studios: ChildProcess[] = [];

  private constructor(private readonly database: string) {
    const url = new URL(SERVER);
    url.pathname = `/${database}`;
    this.url = url.href;
  }

  static async make(): Promise<Project> {
    const database = `browser_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    await query(SERVER, `CREATE DATABASE "${database}"`);
    const project = new Project(database);
    symlinkSync(join(ORMS, "0.45", "node_modules"), join(project.folder, "node_modules"));
    project.write(
      "drizzle.config.ts",
      `export default {
  dialect: "postgresql",
  schema: "./schema.ts",
  out: "./drizzle",
  dbCredentials: { url: ${JSON.stringify(project.url)} },
};
`,
    );
    return project;
  }

  /** Writes a file of the project, and the folders above it. */
  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** The text of a file of the project. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Writes `schema.ts`: what it imports from drizzle-orm stands in front. */
  schema(text: string): void {
    const builders = [
      "bigint", "boolean", "bytea", "date", "index", "integer", "json", "jsonb", "numeric", "pgEnum", "pgTable",
      "serial", "text", "timestamp", "unique", "uuid", "varchar",
    ].filter((name) => new RegExp(`\\b${name}\\(`).test(text));
    this.write("schema.ts", `import { ${builders.join(", ")} } from "drizzle-orm/pg-core";\n\n${text}`);
  }

  /** Runs SQL in the database and answers the rows. */
  async sql(text: string): Promise<Array<Record<string, unknown>>> {
    return query(this.url, text);
  }

  /** Runs mizzle to its end, and answers what it printed. */
  async mizzle(...args: string[]): Promise<string> {
    const { stdout } = await run(MIZZLE, args, { cwd: this.folder, env: environment() });
    return stdout;
  }

  /** Writes a migration for `schema.ts` and applies it. */
  async migrate(name: string): Promise<void> {
    await this.mizzle("generate", "--name", name);
    await this.mizzle("migrate");
  }

  /** Starts a studio and answers the link that opens it. */
  async studio(...args: string[]): Promise<string> {
    const all = ["studio", "--no-open", "--port", "0", "--output", "json", ...args];
    const child = spawn(MIZZLE, all, { cwd: this.folder, env: environment(), stdio: ["ignore", "pipe", "inherit"] });
    this.studios.push(child);
    for await (const line of createInterface({ input: child.stdout })) {
      const started = JSON.parse(line) as { urls?: string[]; error?: { message: string } };
      const url = started.urls?.[0];
      if (url === undefined) throw new Error(`the studio did not start: ${started.error?.message ?? line}`);
      return url;
    }
    throw new Error("the studio ended without a word");
  }

  /** Ends the studios as Ctrl-C does. */
  async stop(): Promise<void> {
    for (const child of this.studios.splice(0)) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill("SIGINT")) await ended;
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    await query(SERVER, `DROP DATABASE IF EXISTS "${this.database}" WITH (FORCE)`);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A test with a project, and a page in which nothing may go wrong unnoticed. */
export const test = base.extend<{ project: Project; watched: Watched }>({
  project: async ({}, use) => {
    const project = await Project.make();
    try {
      await use(project);
    } finally {
      await project.remove();
    }
  },
  watched: [
    // It asks for the project only to be done before the studio ends.
    async ({ page, project: _ }, use) => {
      const watched = new Watched(page);
      await use(watched);
      watched.check();
    },
    { auto: true },
  ],
});

/** What went wrong in a page, and where its requests went. */
export class Watched {
  /** Errors of the page and of its console that a test expects: texts that they contain. */
  readonly expected: string[] = [];
  readonly errors: string[] = [];
  readonly elsewhere: string[] = [];
  /** Bytes of the page's own files, by path. */
  readonly files = new Map<string, number>();

  constructor(page: Page) {
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      const isOurs = protocol === "data:" || protocol === "blob:" || ["localhost", "127.0.0.1"].includes(hostname);
      if (!isOurs) this.elsewhere.push(request.url());
    });
    page.on("response", async (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith("/api/")) return;
      const body = await response.body().catch(() => Buffer.alloc(0));
      this.files.set(pathname, body.length);
    });
  }

  check(): void {
    const unexpected = this.errors.filter((error) => !this.expected.some((text) => error.includes(text)));
    expect(unexpected, "errors of the page").toEqual([]);
    expect(this.elsewhere, "requests that left the machine").toEqual([]);
  }
}

/** No serious fault that axe can find. */
export async function expectAccessible(page: Page): Promise<void> {
  // axe puts a script into the page, which its policy forbids to others; its own world is apart.
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const shown = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect(shown, "faults that axe finds").toEqual([]);
}

async function query(url: string, text: string): Promise<Array<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result: unknown = await client.query(text);
    const last = (Array.isArray(result) ? result.at(-1) : result) as pg.QueryResult<Record<string, unknown>>;
    return last.rows;
  } finally {
    await client.end();
  }
}

/** The environment of mizzle: rehearsals run on the server of the lane. */
function environment(): NodeJS.ProcessEnv {
  const { CI: _, DATABASE_URL: __, ...rest } = process.env;
  return { ...rest, MIZZLE_DEV_URL: SERVER };
}

function named(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === "") {
    throw new Error(`${variable} is not set: run \`cargo xtask test --lane browser\``);
  }
  return value;
}
