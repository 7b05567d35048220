import { operations } from "@numipay/core/protocol";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv, GatewayContext } from "../api/gateway-context.js";
import type { DrawnFault, FaultKind } from "./faults.js";
import { toSubject } from "./subject.js";
import { tellEarlierStatus, tellWithoutNewest } from "./stale-answers.js";

/** The name of one of the eight operations. */
export type OperationName = keyof typeof operations;

/**
 * Plays the faults of one operation. It stands behind the check of the key: a call without a right one is none of the
 * account's. At most one of the faults that leave the caller without his answer is played on a call.
 */
export function playApiFaults(
  context: GatewayContext,
  operation: OperationName,
): MiddlewareHandler<AppEnv> {
  const { chaos, store } = context;
  return async (c, next) => {
    if (!chaos.isOn) return next();
    const { accountId, mode } = c.get("owner");
    const subject = toSubject({
      account: store.accounts.byId(accountId)?.position ?? 0,
      mode,
      what: operation,
      which: readWhich(c, context, operation),
    });
    // Of two calls at once about the same payment, the one whose body is read first is the first.
    const attempt = chaos.count(subject);
    const draw = <Kind extends FaultKind>(kind: Kind): DrawnFault<Kind> | undefined =>
      chaos.draw(kind, subject, attempt);

    const outage = draw("timeout") ?? draw("serverError") ?? draw("loseAnswer");
    if (outage !== undefined) {
      if (outage.kind === "loseAnswer" || outage.phase === "after") await next();
      // After the work, so that who sees the fault in the plan knows what was done.
      chaos.record(outage);
      c.res = undefined;
      c.res = endWith(c, outage);
      return undefined;
    }
    await next();
    if (!c.res.ok) return undefined;
    if (operation === "transactionStatus") {
      const lag = draw("lagStatus");
      if (lag !== undefined && tellEarlierStatus(c, context)) chaos.record(lag);
    }
    if (operation === "listTransactions") {
      const omission = draw("omitNewest");
      if (omission !== undefined && (await tellWithoutNewest(c, omission.items))) {
        chaos.record(omission);
      }
    }
    return undefined;
  };
}

function endWith(
  c: Context<AppEnv>,
  outage: DrawnFault<"timeout" | "serverError" | "loseAnswer">,
): Response {
  if (outage.kind === "serverError") {
    // It does not say whether the work was done: that is what the caller must find out.
    return c.json({ message: "The sandbox's chaos: serverError" }, outage.status);
  }
  c.env.ending = outage.kind === "timeout" ? "silence" : "cut";
  return c.body(null);
}

/** The merchant's own id that a call is about; of a list, its range. */
function readWhich(
  c: Context<AppEnv>,
  { store }: GatewayContext,
  operation: OperationName,
): string {
  if (operation === "transactionStatus") return c.req.param("id") ?? "";
  if (operation === "listTransactions") {
    return `${c.req.query("from") ?? ""}..${c.req.query("to") ?? ""}`;
  }
  const fields = readFields(c.get("body"), operations[operation].envelope !== null);
  if (operation === "approvePayout") return fields["transaction_id"] ?? "";
  if (operation !== "rejectPayout") return fields["tracking_id"] ?? "";
  // Reject takes the gateway's id, which depends on what else was opened before: see toSubject.
  return store.transactions.byId(fields["transaction_id"] ?? "")?.trackingId ?? "";
}

/** A body that is no JSON, or has no such field, gets its refusal later, from the operation itself. */
function readFields(bytes: Uint8Array, isWrapped: boolean): Record<string, string | undefined> {
  const body = parseJson(bytes);
  const fields = isWrapped && isRecord(body) ? body["request"] : body;
  const texts = isRecord(fields)
    ? Object.entries(fields).filter(
        (field): field is [string, string] => typeof field[1] === "string",
      )
    : [];
  return Object.fromEntries(texts);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
