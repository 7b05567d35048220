import { type Contract, readBody, writeRequest } from "@numipay/core/protocol";
import { setTimeout as sleep } from "node:timers/promises";
import { withTimeout } from "../failure/with-timeout.js";
import type { Exchange } from "./exchange.js";
import type { ProbeCall } from "./probe-call.js";

/** How calls reach the gateway. Contains the API key: never print it. */
export interface GatewayAccess {
  readonly baseUrl: URL;
  readonly apiKey: string;
  readonly contract: Contract;
  /** Of one request, in milliseconds. */
  readonly timeoutMs: number;
  /** How long to repeat a status that is not found, in milliseconds. */
  readonly statusWaitMs: number;
  /** The longest response to read, in bytes. */
  readonly maxBytes: number;
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

const repeatAfterMs = 1_000;

/**
 * Sends a call and reads its response. Redirects are not followed. Only a status is ever repeated.
 *
 * @throws the signal's reason when the command is interrupted
 */
export async function sendCall(call: ProbeCall, access: GatewayAccess): Promise<Exchange> {
  const startedAt = performance.now();
  const waited = (): number => Math.round(performance.now() - startedAt);
  for (let attempts = 1; ; attempts += 1) {
    const exchange = await sendOnce(call, access);
    if ("failure" in exchange) return exchange;
    const { response } = exchange;
    const leftMs = access.statusWaitMs - waited();
    if (call.untilFound !== true || response.status !== 404 || leftMs <= 0) {
      return { response: { ...response, attempts, waitedMs: waited() } };
    }
    await sleep(Math.min(repeatAfterMs, leftMs), undefined, { signal: access.signal });
  }
}

async function sendOnce(call: ProbeCall, access: GatewayAccess): Promise<Exchange> {
  const { contract, signal, timeoutMs } = access;
  const operation = contract.operations[call.operation];
  const { path, query, body } = writeRequest(operation, call.fields);
  const url = new URL(access.baseUrl);
  url.pathname = url.pathname.replace(/\/$/, "") + contract.basePath + path;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  try {
    const response = await fetch(url, {
      method: operation.method,
      headers: {
        ...(call.withoutKey === true ? {} : { [contract.headers.apiKey]: access.apiKey }),
        accept: "application/json",
        "user-agent": access.userAgent,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: withTimeout(signal, timeoutMs),
    });
    const text = await readText(response, access.maxBytes);
    if (text === undefined) {
      return { failure: "the response is too long: increase --max-response-bytes" };
    }
    const raw = parseJson(text);
    return {
      response: {
        status: response.status,
        location: response.headers.get("location") ?? undefined,
        allow: response.headers.get("allow") ?? undefined,
        raw,
        body: readBody(operation.response, raw),
        attempts: 1,
        waitedMs: 0,
      },
    };
  } catch (error) {
    signal.throwIfAborted();
    return { failure: toReason(error, timeoutMs) };
  }
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toReason(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === "TimeoutError") {
    return `no response within ${timeoutMs} ms`;
  }
  const { cause } = error as { cause?: { code?: unknown } };
  return `no response (${typeof cause?.code === "string" ? cause.code : "connection failed"})`;
}
