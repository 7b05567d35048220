import { toPrintable } from "@numipay/core/protocol";
import type { Block } from "../text/block.js";
import { type Part, styled } from "../text/part.js";
import { createTable } from "../text/table.js";
import { toRedirectNote } from "./redirect-note.js";
import type { Forwarded } from "./forward-delivery.js";

/** Creates a log of deliveries with one row each. Common values fit its columns from the start. */
export function createDeliveryTable(): (forwarded: Forwarded) => Block {
  const addRows = createTable([
    { head: "Time", minWidth: "12:34:56".length },
    { head: "Event", minWidth: "deposit.successful".length },
    { head: "Tracking id", isDetail: true },
    { head: "Signature" },
    { head: "Response", isProse: true },
  ]);
  return (forwarded) => {
    const { at, method, event, tracking_id, signature } = forwarded;
    return addRows([
      [
        at.slice(11, 19),
        toPrintable(method === "POST" ? event : `${method} ${event}`),
        toPrintable(tracking_id),
        toSignature(signature),
        toResponse(forwarded),
      ],
    ]);
  };
}

function toResponse({ status, location, durationMs, error }: Forwarded): Part {
  if (status === null) return styled("bad", `no response: ${toPrintable(error, 500)}`);
  const isAccepted = status >= 200 && status < 300;
  return styled(
    isAccepted ? "good" : "bad",
    `${status} in ${durationMs} ms${toRedirectNote(location)}`,
  );
}

function toSignature(signature: Forwarded["signature"]): Part {
  if (signature === "not checked") return signature;
  return styled(signature.startsWith("ok") ? "good" : "bad", signature);
}
