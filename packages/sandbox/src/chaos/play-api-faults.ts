import type { Operation } from "@numipay/core/protocol";
import type { Context, MiddlewareHandler } from "hono";
import { ApiProblem } from "../api/api-problem.js";
import type { AppEnv } from "../api/gateway-context.js";
import type { ChaosContext } from "./chaos-context.js";
import { toText } from "../api/payment-fields.js";
import { readFields } from "../api/read-fields.js";
import type { DrawnFault, FaultKind } from "../gateway/faults.js";
import { toSubject } from "./subject.js";
import { respondWithEarlierStatus, respondWithoutNewest } from "./stale-responses.js";

/**
 * Injects faults into an operation. It runs after authentication, because an unauthenticated call belongs to no account. A
 * call gets at most one of the faults that remove its response.
 */
export function playApiFaults(
  context: ChaosContext,
  operation: Operation,
): MiddlewareHandler<AppEnv> {
  const { chaos, store } = context;
  return async (c, next) => {
    if (!chaos.isOn) return next();
    const { accountId, mode } = c.get("owner");
    const which = readWhich(c, context, operation);
    const subject = toSubject({
      account: store.accounts.byId(accountId)?.position ?? 0,
      mode,
      what: operation.id,
      which,
    });
    // Concurrent calls about one payment are numbered in the order in which their bodies arrive.
    const attempt = chaos.count(subject);
    const draw = <Kind extends FaultKind>(kind: Kind): DrawnFault<Kind> | undefined =>
      chaos.draw(kind, subject, attempt);

    const outage = draw("timeout") ?? draw("serverError") ?? draw("loseResponse");
    if (outage !== undefined) {
      if (outage.kind === "loseResponse" || outage.phase === "after") await next();
      // Recorded after the operation, so that a reader of the plan sees a consistent state.
      chaos.record(outage);
      c.res = undefined;
      c.res = endWith(c, outage);
      return undefined;
    }
    await next();
    if (!c.res.ok) return undefined;
    if (operation.id === "transactionStatus") {
      const lag = draw("lagStatus");
      if (
        lag !== undefined &&
        respondWithEarlierStatus(c, context, { operation, trackingId: which })
      ) {
        chaos.record(lag);
      }
    }
    if (operation.id === "listTransactions") {
      const omission = draw("omitNewest");
      if (
        omission !== undefined &&
        (await respondWithoutNewest(c, { operation, items: omission.items }))
      ) {
        chaos.record(omission);
      }
    }
    return undefined;
  };
}

function endWith(
  c: Context<AppEnv>,
  outage: DrawnFault<"timeout" | "serverError" | "loseResponse">,
): Response {
  if (outage.kind === "serverError") {
    // Does not reveal whether the operation ran: the caller must find out.
    return c.json({ message: "Injected by the sandbox's chaos: serverError" }, outage.status);
  }
  c.env.ending = outage.kind === "timeout" ? "silence" : "cut";
  return c.body(null);
}

/** The merchant's own id in a call. For the list, its date range. */
function readWhich(c: Context<AppEnv>, context: ChaosContext, operation: Operation): string {
  const fields = readAnyFields(c, context, operation);
  const id = toText(fields["transaction_id"]) ?? "";
  switch (operation.id) {
    case "transactionStatus":
      return toText(fields["id"]) ?? "";
    case "listTransactions":
      return `${toText(fields["from"]) ?? ""}..${toText(fields["to"]) ?? ""}`;
    case "approvePayout":
      return id;
    case "rejectPayout":
      // Reject takes the gateway's id, which depends on the order of all requests: see toSubject.
      return context.store.transactions.byId(id)?.trackingId ?? "";
    default:
      return toText(fields["tracking_id"]) ?? "";
  }
}

/** A body that cannot be parsed is rejected later, by the operation itself. */
function readAnyFields(
  c: Context<AppEnv>,
  { contract }: ChaosContext,
  operation: Operation,
): Readonly<Record<string, unknown>> {
  try {
    return readFields(c, contract, operation).fields;
  } catch (error) {
    if (error instanceof ApiProblem) return {};
    throw error;
  }
}
