import { type EventHandler, statusRank } from "@numipay/core";
import type { Entry } from "../ledger/entry.js";
import type { Engine } from "./engine.js";
import { reportHandlerFault } from "./report-pipe.js";
import { reach, takeHandlerFault } from "./steps.js";

export interface HandlerOptions {
  leaseMs: number;
}

/**
 * The handler of every receiver, for webhooks, jobs and the reconciler. It has one effect and a step before and after it.
 * A delivery can make it inject a fault. It is synchronous if the effect is.
 */
export function createHandler<Tx>(
  engine: Pick<Engine<Tx>, "effect" | "injectFault">,
  { leaseMs }: HandlerOptions,
): EventHandler<"*", unknown> {
  return (event, context) => {
    reach("before-effect");
    const entry: Entry = {
      key: context.idempotencyKey,
      transactionKey: `${event.transaction_type}:${event.transaction_id}`,
      rank: statusRank(event.status),
      fencingToken: context.fencingToken,
      // For the oracle that compares money.
      event,
    };
    const tx = context.tx as Tx;
    const fault = takeHandlerFault();
    const accepted = fault === undefined ? engine.effect(entry, tx) : injectFault(fault, entry, tx);
    return accepted instanceof Promise ? accepted.then(finish) : finish(accepted);
  };

  function injectFault(fault: string, entry: Entry, tx: Tx): Promise<boolean> | boolean {
    if (engine.injectFault === undefined) throw new Error("This engine injects no handler fault.");
    reportHandlerFault(fault, entry.key);
    return engine.injectFault({ fault, entry, tx, leaseMs });
  }
}

function finish(isAccepted: boolean) {
  reach("after-effect");
  if (!isAccepted) {
    throw new Error("Another delivery took over: the ledger has seen a higher fencing token.");
  }
}
