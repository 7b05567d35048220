import { isInvalidSignatureError, verifySignature } from "@numipay/core";
import { type Contract, readBody } from "@numipay/core/protocol";
import { postBytes, toReason } from "./post-bytes.js";

/** A delivery as it came. */
interface Received {
  readonly body: Uint8Array;
  readonly rawHeaders: readonly string[];
  /** Every header with a signature: there must be exactly one. */
  readonly signatures: readonly string[] | undefined;
}

/** Where it goes on to. */
interface Onward {
  readonly to: URL;
  readonly password: string | undefined;
  readonly contract: Pick<Contract, "webhook">;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What was passed on, and what came back. */
export interface Forwarded {
  readonly answer: { status: number; contentType: string | undefined; body: Uint8Array | string };
  readonly shown: {
    /** Real time, ISO 8601. */
    at: string;
    /** `type.status`, or what the body is instead. */
    event: string;
    tracking_id: string;
    signature: Verdict;
    bytes: number;
    /** Null: the receiver gave no answer, and the sender was told 502. */
    status: number | null;
    durationMs: number | null;
    error: string | null;
  };
}

/** What is to be said of a signature. */
type Verdict = "ok" | "ok (canonical form)" | "wrong" | "missing" | "doubled" | "not checked";

/** What belongs to one connection, and what the next one sets itself. */
const ownHeaders = new Set([
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

/** The answer to a body that nobody signs. */
export const tooLarge = { status: 413, contentType: "text/plain", body: "Too large.\n" };

/** Passes one delivery on, its bytes and headers as they are. */
export async function forwardDelivery(received: Received, onward: Onward): Promise<Forwarded> {
  const { body, rawHeaders } = received;
  const about = {
    at: new Date().toISOString(),
    ...describe(body, onward.contract),
    signature: judge(received, onward.password),
    bytes: body.byteLength,
  };
  try {
    const { timeoutMs, signal } = onward;
    const headers = toOnwardHeaders(rawHeaders);
    const answer = await postBytes(onward.to, { headers, body, timeoutMs, signal });
    const { status, durationMs } = answer;
    return { answer, shown: { ...about, status, durationMs, error: null } };
  } catch (error) {
    const reason = toReason(error);
    return {
      // Not a 2xx, so that the gateway sends it again.
      answer: { status: 502, contentType: "text/plain", body: "The receiver did not answer.\n" },
      shown: { ...about, status: null, durationMs: null, error: reason },
    };
  }
}

function toOnwardHeaders(rawHeaders: readonly string[]): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!ownHeaders.has(name.toLowerCase())) headers.push(name, value);
  }
  return headers;
}

function judge({ body, signatures = [] }: Received, password: string | undefined): Verdict {
  const [signature] = signatures;
  if (signature === undefined) return "missing";
  if (signatures.length > 1) return "doubled";
  if (password === undefined) return "not checked";
  try {
    const { matched } = verifySignature({
      body,
      signature,
      signaturePassword: password,
      // How much it takes is for the receiver to say.
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
    return { event: isEvent ? `${type}.${status}` : "(no transaction)", tracking_id };
  } catch {
    return { event: "(no JSON)", tracking_id: "-" };
  }
}
