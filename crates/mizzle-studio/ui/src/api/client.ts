// The one place that talks to the server: POST, JSON, the session secret, and failures as values
// that a view can show.

import type { Calls, Downloads, Streams } from "./calls";
import type { Failure, Line } from "./types";

/** What a call throws: the server's own failure, or one that says that it could not be reached. */
export class CallError extends Error {
  readonly failure: Failure;
  /** 0 where no answer came. */
  readonly status: number;

  constructor(failure: Failure, status: number) {
    super(failure.message);
    this.name = "CallError";
    this.failure = failure;
    this.status = status;
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

/** Calls `name` and answers its one value. */
export async function call<Name extends keyof Calls>(
  name: Name,
  body: Calls[Name][0],
  signal?: AbortSignal,
): Promise<Calls[Name][1]> {
  const response = await post(name, body, signal);
  return (await response.json()) as Calls[Name][1];
}

/** Calls `name`, hands on each line as it comes, and answers the last one's value. */
export async function stream<Name extends keyof Streams>(
  name: Name,
  body: Streams[Name][0],
  onLine: (line: Line<Streams[Name][1]>) => void,
  signal?: AbortSignal,
): Promise<Streams[Name][1]> {
  const response = await post(name, body, signal);
  if (!response.body) throw unreachable();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw isAbort(error) ? error : unreachable();
    });
    rest += done ? "\n" : value;
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      if (text.trim() === "") continue;
      const line = JSON.parse(text) as Line<Streams[Name][1]>;
      onLine(line);
      if (line.type === "failed") throw new CallError(line.error, response.status);
      if (line.type === "result") return line.value;
    }
    // The server ends each call with a line that says how it ended.
    if (done) throw unreachable();
  }
}

/** Calls `name` and answers its bytes. */
export async function download<Name extends keyof Downloads>(
  name: Name,
  body: Downloads[Name],
  signal?: AbortSignal,
): Promise<Blob> {
  const response = await post(name, body, signal);
  return response.blob();
}

/** What went wrong, for [`ErrorView`], whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return { code: "page", message, notes: [], hints: [], place: null };
}

/** Was the call given up by the page itself? */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

const meta = document.querySelector<HTMLMetaElement>('meta[name="mizzle-secret"]');
let secret = meta?.content ?? "";

async function post(name: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const first = await send(name, body, signal);
  if (first.ok) return first;
  // A server that was started again has another secret. The page it serves tells it, so that
  // edits which wait here outlive the server.
  if ((first.status === 401 || first.status === 403) && (await renewSecret())) {
    const second = await send(name, body, signal);
    if (second.ok) return second;
    throw await failed(second);
  }
  throw await failed(first);
}

async function send(name: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(`/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-mizzle-secret": secret },
      body: JSON.stringify(body),
      cache: "no-store",
      redirect: "error",
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    throw isAbort(error) ? error : unreachable();
  }
}

async function renewSecret(): Promise<boolean> {
  try {
    const response = await fetch("/", { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector<HTMLMetaElement>('meta[name="mizzle-secret"]')?.content ?? "";
    if (found === "" || found === secret) return false;
    secret = found;
    return true;
  } catch {
    return false;
  }
}

async function failed(response: Response): Promise<CallError> {
  const text = await response.text().catch(() => "");
  try {
    const failure = JSON.parse(text) as Partial<Failure>;
    if (typeof failure.message === "string") {
      const whole = { code: "server", notes: [], hints: [], place: null, ...failure } as Failure;
      return new CallError(whole, response.status);
    }
  } catch {
    // Not ours: a proxy's page, or a refusal in plain text, which is shown as it is.
  }
  const message = text.trim().split("\n")[0] || `The server answered with status ${response.status}`;
  return new CallError({ code: "server", message, notes: [], hints: [], place: null }, response.status);
}

function unreachable(): CallError {
  return new CallError(
    {
      code: "unreachable",
      message: "mizzle does not answer",
      notes: [],
      hints: ["See whether `mizzle studio` still runs in its terminal."],
      place: null,
    },
    0,
  );
}
