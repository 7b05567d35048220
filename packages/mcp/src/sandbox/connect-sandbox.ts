import { connectionHint, toPrintable } from "@numipay/core/protocol";
import { ToolError } from "../tool/tool-error.js";
import { readLimited } from "./read-limited.js";

/** A sandbox on this machine. */
export interface SandboxConnection {
  /** Without a slash at the end. */
  readonly origin: string;
  /**
   * Reads a path of the control API.
   *
   * @throws ToolError if there is no sandbox, or it rejects the request
   */
  get(path: string, query: Query, signal: AbortSignal): Promise<JsonObject>;
  /**
   * Sends a change to the control API.
   *
   * @throws ToolError if there is no sandbox, or it rejects the request
   */
  post(path: string, body: JsonObject, signal: AbortSignal): Promise<JsonObject>;
}

/** Parameters of a URL. Undefined ones are omitted. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The sandbox waits 10 seconds for the receiver of webhooks when the clock advances. */
const defaultTimeoutMs = 15_000;
const maxResponseBytes = 4 * 1024 * 1024;
const maxMessageLength = 500;

/** Connects to the control API of a sandbox. Every call checks that a sandbox responds. */
export function connectSandbox(
  { origin }: URL,
  { timeoutMs = defaultTimeoutMs }: { readonly timeoutMs?: number } = {},
): SandboxConnection {
  const call = async (
    path: string,
    init: RequestInit,
    signal: AbortSignal,
  ): Promise<JsonObject> => {
    const late = AbortSignal.timeout(timeoutMs);
    const response = await send(`${origin}/portal/control${path}`, {
      ...init,
      redirect: "error",
      signal: AbortSignal.any([signal, late]),
    }).catch((error: unknown) => {
      if (error instanceof ToolError) throw error;
      throw late.aborted ? tooLate(origin, timeoutMs) : notReached(origin, error);
    });
    if (response.status < 300 && response.body !== undefined) return response.body;
    if (response.status === 404 && path === "") throw notASandbox(origin);
    const message = response.body?.["message"];
    throw new ToolError(
      typeof message === "string"
        ? `The sandbox rejected the request (${response.status}): ${toPrintable(message, maxMessageLength)}`
        : notASandbox(origin).message,
    );
  };
  return {
    origin,
    async get(path, query, signal) {
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined) search.set(name, String(value));
      }
      return call(search.size === 0 ? path : `${path}?${search.toString()}`, {}, signal);
    },
    async post(path, body, signal) {
      // The sandbox rejects changes that a website could send.
      const headers = { "content-type": "application/json", origin };
      return call(path, { method: "POST", headers, body: JSON.stringify(body) }, signal);
    },
  };
}

interface Received {
  readonly status: number;
  /** Undefined if it is no JSON object. */
  readonly body: JsonObject | undefined;
}

async function send(url: string, init: RequestInit): Promise<Received> {
  const response = await fetch(url, init);
  return {
    status: response.status,
    body: toObject(await readLimited(response, maxResponseBytes)),
  };
}

function tooLate(origin: string, timeoutMs: number): ToolError {
  return new ToolError(
    `The sandbox at ${origin} did not respond within ${timeoutMs / 1000} seconds. Check its output, and try again.`,
  );
}

function notReached(origin: string, error: unknown): ToolError {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  const code = typeof cause?.code === "string" ? cause.code : undefined;
  const hint = connectionHint({ code, url: new URL(origin) });
  if (hint !== undefined) return new ToolError(`${origin} was not reached (${code}). ${hint}`);
  return new ToolError(
    `No sandbox responds at ${origin}. Start one with: npx @numipay/cli sandbox. If it has another address, restart this MCP server with --sandbox.`,
  );
}

function notASandbox(origin: string): ToolError {
  return new ToolError(
    `The server at ${origin} is not a Numipay sandbox of this version. Update @numipay/cli or @numipay/sandbox there, or restart this MCP server with --sandbox.`,
  );
}

function toObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}
