import { isInvalidSignatureError, verifySignature } from "@numipay/core";
import { type Contract, readBody } from "@numipay/core/protocol";
import { postBytes, toReason } from "./post-bytes.js";

/** A delivery as it was received. */
interface Received {
  readonly body: Uint8Array;
  readonly rawHeaders: readonly string[];
  /** Every signature header. There must be exactly one. */
  readonly signatures: readonly string[] | undefined;
}

/** Where to forward a delivery. */
interface Destination {
  readonly to: URL;
  readonly password: string | undefined;
  readonly contract: Pick<Contract, "webhook">;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A forwarded delivery and its response. */
export interface Forwarded {
  readonly response: { status: number; contentType: string | undefined; body: Uint8Array | string };
  readonly shown: {
    /** Real time, ISO 8601. */
    at: string;
    /** `type.status`, or a note in parentheses. */
    event: string;
    tracking_id: string;
    signature: SignatureState;
    bytes: number;
    /** Null if the receiver did not respond; the sender got a 502. */
    status: number | null;
    durationMs: number | null;
    error: string | null;
  };
}

type SignatureState =
  | "ok"
  | "ok (canonical form)"
  | "wrong"
  | "missing"
  | "multiple"
  | "not checked";

/** Headers of the connection, which are not forwarded. */
const connectionHeaders = new Set([
  "host",
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "content-length",
  "upgrade",
  "te",
  "trailer",
  "expect",
]);

/** The response to a body that is larger than any delivery. */
export const tooLarge = { status: 413, contentType: "text/plain", body: "Too large.\n" };

/** Forwards one delivery with its exact bytes and headers. */
export async function forwardDelivery(
  received: Received,
  destination: Destination,
): Promise<Forwarded> {
  const { body, rawHeaders } = received;
  const about = {
    at: new Date().toISOString(),
    ...describe(body, destination.contract),
    signature: checkSignature(received, destination.password),
    bytes: body.byteLength,
  };
  try {
    const { timeoutMs, signal } = destination;
    const headers = toForwardedHeaders(rawHeaders);
    const response = await postBytes(destination.to, { headers, body, timeoutMs, signal });
    const { status, durationMs } = response;
    return { response, shown: { ...about, status, durationMs, error: null } };
  } catch (error) {
    const reason = toReason(error);
    return {
      // Not a 2xx, so that the gateway retries.
      response: { status: 502, contentType: "text/plain", body: "The receiver did not respond.\n" },
      shown: { ...about, status: null, durationMs: null, error: reason },
    };
  }
}

function toForwardedHeaders(rawHeaders: readonly string[]): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!connectionHeaders.has(name.toLowerCase())) headers.push(name, value);
  }
  return headers;
}

function checkSignature(
  { body, signatures = [] }: Received,
  password: string | undefined,
): SignatureState {
  const [signature] = signatures;
  if (signature === undefined) return "missing";
  if (signatures.length > 1) return "multiple";
  if (password === undefined) return "not checked";
  try {
    const { matched } = verifySignature({
      body,
      signature,
      signaturePassword: password,
      // The receiver applies its own limit.
      maxBodyBytes: body.byteLength,
    });
    return matched === "raw" ? "ok" : "ok (canonical form)";
  } catch (error) {
    if (isInvalidSignatureError(error)) return "wrong";
    throw error;
  }
}

function describe(
  body: Uint8Array,
  { webhook }: Pick<Contract, "webhook">,
): { event: string; tracking_id: string } {
  try {
    const payload: unknown = readBody(webhook, JSON.parse(new TextDecoder().decode(body)));
    const fields = new Map<string, unknown>(Object.entries(payload ?? {}));
    const [type, status, id] = ["transaction_type", "status", "tracking_id"].map((name) =>
      fields.get(name),
    );
    const tracking_id = typeof id === "string" ? id : "-";
    const isEvent = typeof type === "string" && typeof status === "string";
    return { event: isEvent ? `${type}.${status}` : "(not a transaction)", tracking_id };
  } catch {
    return { event: "(not JSON)", tracking_id: "-" };
  }
}
