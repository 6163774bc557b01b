import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { named, query, Relay, SERVER, type Row } from "./server";

const run = promisify(execFile);

/** The mizzle that is tested. */
const MIZZLE = named("MIZZLE_TEST_BIN");

/** Releases of drizzle-orm, each with its packages. */
const ORMS = named("MIZZLE_TEST_ORM_DIR");

/** What a schema file may take from drizzle-orm without saying so. */
const BUILDERS = [
  "bigint", "boolean", "check", "date", "doublePrecision", "index", "integer", "json", "jsonb", "numeric", "pgEnum",
  "pgSchema", "pgTable", "primaryKey", "serial", "text", "timestamp", "unique", "uuid", "varchar",
];

/** A project in a folder of its own, with a database. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "mizzle-browser-"));
  /** Of the database, as the tests reach it. */
  readonly url: string;
  private readonly studios: ChildProcess[] = [];
  private readonly relays: Relay[] = [];

  private constructor(readonly database: string) {
    const url = new URL(SERVER);
    url.pathname = `/${database}`;
    this.url = url.href;
  }

  static async make(): Promise<Project> {
    const database = `browser_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    await query(SERVER, `CREATE DATABASE "${database}"`);
    const project = new Project(database);
    symlinkSync(join(ORMS, "0.45", "node_modules"), join(project.folder, "node_modules"));
    project.connect(project.url);
    return project;
  }

  /** Lets the config name a way to the database. */
  private connect(url: string): void {
    this.write(
      "drizzle.config.ts",
      `export default {
  dialect: "postgresql",
  schema: "./schema.ts",
  out: "./drizzle",
  dbCredentials: { url: ${JSON.stringify(url)} },
};
`,
    );
  }

  /** A door at this address through which the config then goes to the database. */
  async relay(address: string): Promise<Relay> {
    const relay = new Relay(address);
    await relay.start();
    this.relays.push(relay);
    this.connect(relay.to(this.url));
    return relay;
  }

  /** Writes a file of the project, and the folders above it. */
  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  delete(file: string): void {
    rmSync(join(this.folder, file));
  }

  /** The migrations in the folder, by name and in order. */
  migrations(): string[] {
    const folder = join(this.folder, "drizzle");
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).filter((file) => file.endsWith(".sql") && !file.endsWith(".down.sql"));
    return files.map((file) => file.slice(0, -".sql".length)).sort();
  }

  /** Writes `schema.ts`: what it imports from drizzle-orm stands in front. */
  schema(text: string): void {
    const builders = BUILDERS.filter((name) => new RegExp(`\\b${name}\\(`).test(text));
    const sql = /\bsql`/.test(text) ? 'import { sql } from "drizzle-orm";\n' : "";
    this.write("schema.ts", `${sql}import { ${builders.join(", ")} } from "drizzle-orm/pg-core";\n\n${text}`);
  }

  /** Runs SQL in the database and answers the rows. */
  async sql(text: string): Promise<Row[]> {
    return query(this.url, text);
  }

  /** Runs mizzle to its end, and answers what it printed. */
  async mizzle(...args: string[]): Promise<string> {
    const { stdout } = await run(MIZZLE, args, { cwd: this.folder, env: environment() });
    return stdout;
  }

  /** Writes a migration for `schema.ts`. */
  async generate(name: string): Promise<void> {
    await this.mizzle("generate", "--name", name);
  }

  /** Writes a migration for `schema.ts` and applies it. */
  async migrate(name: string): Promise<void> {
    await this.generate(name);
    await this.mizzle("migrate");
  }

  /** Starts a studio and answers the link that opens it. */
  async studio(...args: string[]): Promise<string> {
    const port = args.includes("--port") ? [] : ["--port", "0"];
    const all = ["studio", "--no-open", ...port, "--output", "json", ...args];
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
    for (const relay of this.relays) await relay.stop();
    await query(SERVER, `DROP DATABASE IF EXISTS "${this.database}" WITH (FORCE)`);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The environment of mizzle: rehearsals run on the server of the lane. */
function environment(): NodeJS.ProcessEnv {
  const { CI: _, DATABASE_URL: __, ...rest } = process.env;
  return { ...rest, MIZZLE_DEV_URL: SERVER };
}
