import type { Contract } from "@numipay/core/protocol";
import { addBytes, collectBytes, type CollectedBytes, toBody } from "@numipay/core/node";
import type { IncomingMessage, ServerResponse } from "node:http";
import { withTimeout } from "../failure/with-timeout.js";
import { checkSignature, describeBody, type SignatureState } from "./describe-delivery.js";
import { isTimeout, toReason } from "./failure-reason.js";
import { openExchange } from "./open-exchange.js";
import { toRedirectTarget } from "./redirect-note.js";
import { toForwardedHeaders } from "./relayed-headers.js";
import { relayInformation, relayResponse, respondInstead } from "./relay-response.js";

/** Where to forward a delivery. */
interface Destination {
  readonly to: URL;
  readonly password: string | undefined;
  readonly contract: Contract;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A forwarded delivery, as it is printed. */
export interface Forwarded {
  /** Real time, ISO 8601. */
  at: string;
  method: string;
  /** `type.status`, or a note in parentheses. */
  event: string;
  tracking_id: string;
  signature: SignatureState;
  /** The bytes of the body that were read. */
  bytes: number;
  /** Null if the receiver did not respond; the sender got a 502, or a 504 after a timeout. */
  status: number | null;
  /** Of a redirect: where to, without its query. */
  location: string | null;
  durationMs: number | null;
  error: string | null;
}

/** A delivery has about 230 bytes. A longer body is forwarded without being read. */
const maxReadBytes = 1024 * 1024;

const senderGone = "the sender disconnected";

/** Forwards one delivery, and relays the response. Never throws: each failure is a 502 or a 504. */
export async function forwardDelivery(
  request: IncomingMessage,
  response: ServerResponse,
  destination: Destination,
): Promise<Forwarded> {
  const at = new Date().toISOString();
  const startedAt = performance.now();
  const { to } = destination;
  const sender = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) sender.abort(new Error(senderGone));
  });
  const stopped = AbortSignal.any([destination.signal, sender.signal]);
  const signal = withTimeout(stopped, destination.timeoutMs);
  const read = collectBytes(maxReadBytes);
  const result = { status: null, location: null, durationMs: null, error: null } as Pick<
    Forwarded,
    "status" | "location" | "durationMs" | "error"
  >;
  try {
    const incoming = await openExchange(to, {
      method: request.method,
      headers: toForwardedHeaders(request),
      body: readInto(read, request),
      signal,
      onInformation: (information) => relayInformation(information, response),
    });
    await relayResponse(incoming, response, signal);
    result.status = incoming.statusCode ?? null;
    result.location = toRedirectTarget(incoming, to);
    result.durationMs = Math.round(performance.now() - startedAt);
  } catch (thrown) {
    const error: unknown = signal.aborted ? signal.reason : thrown;
    result.error = toReason(error, { url: to, env: destination.env });
    const text = `numipay forward: no response from the receiver: ${result.error}\n`;
    respondInstead(response, isTimeout(error) ? 504 : 502, text);
  }
  const { method = "" } = request;
  return { at, method, ...describe(request, read, destination), bytes: read.size, ...result };
}

/** The chunks of a body, which are also collected. */
async function* readInto(
  collected: CollectedBytes,
  request: IncomingMessage,
): AsyncGenerator<Uint8Array> {
  try {
    // Not destroyed if the receiver stops reading early, because the sender still gets the response.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      addBytes(collected, chunk as Buffer);
      yield chunk as Buffer;
    }
  } catch {
    throw new Error(senderGone);
  } finally {
    // Many senders only read the response once they have sent the rest.
    request.resume();
  }
}

function describe(
  request: IncomingMessage,
  read: CollectedBytes,
  { contract, password }: Destination,
): Pick<Forwarded, "event" | "tracking_id" | "signature"> {
  const body = toBody(read);
  if (!request.complete || body.form !== "bytes") {
    const event = body.form === "bytes" ? "(incomplete)" : "(too large to read)";
    return { event, tracking_id: "-", signature: "not checked" };
  }
  const signatures = request.headersDistinct[contract.headers.signature];
  return {
    ...describeBody(body.bytes, contract),
    signature: checkSignature(body.bytes, signatures, password),
  };
}
