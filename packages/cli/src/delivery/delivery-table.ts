import { toPrintable } from "@numipay/core/protocol";
import type { Block } from "../text/block.js";
import { type Part, styled } from "../text/part.js";
import { createTable } from "../text/table.js";
import type { Forwarded } from "./forward-delivery.js";

/** Creates a log of deliveries with one row each. Common values fit its columns from the start. */
export function createDeliveryTable(): (shown: Forwarded["shown"]) => Block {
  const addRows = createTable([
    { head: "Time", minWidth: "12:34:56".length },
    { head: "Event", minWidth: "deposit.successful".length },
    { head: "Tracking id", isDetail: true },
    { head: "Signature" },
    { head: "Response", isProse: true },
  ]);
  return ({ at, event, tracking_id, signature, status, durationMs, error }) =>
    addRows([
      [
        at.slice(11, 19),
        toPrintable(event),
        toPrintable(tracking_id),
        toSignature(signature),
        status === null
          ? styled("bad", `no response: ${toPrintable(error, 500)}`)
          : styled(status >= 200 && status < 300 ? "good" : "bad", `${status} in ${durationMs} ms`),
      ],
    ]);
}

function toSignature(signature: Forwarded["shown"]["signature"]): Part {
  if (signature === "not checked") return signature;
  return styled(signature.startsWith("ok") ? "good" : "bad", signature);
}
