// The server of the lane, and what stands between it and a studio.
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import pg from "pg";

/** The server of the lane; each project makes a database there and drops it. */
export const SERVER = named("MIZZLE_TEST_PG_URL");

/** A row, by column. */
export type Row = Record<string, unknown>;

/** Runs SQL and answers the rows of its last statement. */
export async function query(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result: unknown = await client.query(text);
    const last = (Array.isArray(result) ? result.at(-1) : result) as pg.QueryResult<Row>;
    return last.rows;
  } finally {
    await client.end();
  }
}

/** A door to the server that can be shut, and that can be at another address. */
export class Relay {
  private server: Server | null = null;
  private readonly open = new Set<Socket>();
  private port = 0;

  constructor(private readonly address: string) {}

  /** Opens, at the same port as before. */
  async start(): Promise<void> {
    const { hostname, port } = new URL(SERVER);
    const server = createServer((socket) => {
      const other = connect(Number(port || 5432), hostname);
      for (const [from, to] of [[socket, other], [other, socket]] as const) {
        this.open.add(from);
        from.pipe(to);
        // What one end drops the other has to drop too; why is nobody's business here.
        from.on("error", () => to.destroy());
        from.on("close", () => (this.open.delete(from), to.destroy()));
      }
    });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(this.port, this.address, resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Shuts, also what goes through it now. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server?.close(resolve) ?? resolve(null));
    for (const socket of this.open) socket.destroy();
    await ended;
    this.server = null;
  }

  /** The database of a project, through here. */
  to(url: string): string {
    const through = new URL(url);
    through.host = `${this.address}:${this.port}`;
    return through.href;
  }
}

export function named(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === "") {
    throw new Error(`${variable} is not set: run \`cargo xtask test --lane browser\``);
  }
  return value;
}
