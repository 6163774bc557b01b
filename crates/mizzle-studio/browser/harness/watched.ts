import { expect, type BrowserContext } from "@playwright/test";

/** What went wrong in the pages of a test, and where their requests went. */
export class Watched {
  /** Errors of a page and of its console that a test expects: texts that they contain. */
  readonly expected: string[] = [];
  readonly errors: string[] = [];
  readonly elsewhere: string[] = [];
  /** Bytes of the page's own files, by path. */
  readonly files = new Map<string, number>();
  /** Has a studio been opened? */
  isPageSeen = false;

  constructor(context: BrowserContext) {
    context.on("weberror", (error) => this.errors.push(error.error().message));
    context.on("console", (message) => {
      if (message.type() === "error") this.errors.push(`${message.text()} ${message.location().url}`);
    });
    context.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      const isOurs = protocol === "data:" || protocol === "blob:" || ["localhost", "127.0.0.1"].includes(hostname);
      if (!isOurs) this.elsewhere.push(request.url());
    });
    context.on("response", async (response) => {
      this.isPageSeen = true;
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
