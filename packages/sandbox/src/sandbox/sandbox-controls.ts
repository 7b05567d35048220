import { checkKnownOptions } from "@numipay/core/protocol";
import { toMilliseconds } from "../clock/duration.js";
import { resendDetail } from "../delivery/attempt-delivery.js";
import { addTransaction, changeStatus } from "./change-status.js";
import type { Gateway } from "./compose-gateway.js";
import { toSandboxTransaction } from "./sandbox-rows.js";
import type { Sandbox } from "./sandbox.js";

type Controls =
  | "now"
  | "advance"
  | "runUntilIdle"
  | "flush"
  | "realTime"
  | "setStatus"
  | "addTransaction"
  | "resend"
  | "setChaos"
  | "chaos"
  | "chaosPlan";

/** Creates the methods that change a sandbox's state. */
export function sandboxControls(gateway: Gateway): Pick<Sandbox, Controls> {
  const { store, clock, realTime, chaos, assertOpen, deliverSoon } = gateway;
  return {
    now: () => new Date(clock.now()),
    async advance(duration) {
      assertOpen();
      await clock.advance(toMilliseconds(duration));
    },
    async runUntilIdle() {
      assertOpen();
      await clock.runUntilIdle();
    },
    async flush() {
      assertOpen();
      await clock.flush();
    },
    realTime() {
      assertOpen();
      return realTime.start();
    },
    setStatus(transactionId, status) {
      assertOpen();
      changeStatus(gateway, transactionId, status);
      deliverSoon();
    },
    addTransaction(fields) {
      assertOpen();
      checkKnownOptions(fields, newTransactionFields);
      const record = addTransaction(gateway, fields);
      deliverSoon();
      return toSandboxTransaction(record);
    },
    async resend(deliveryId) {
      assertOpen();
      if (store.deliveries.byId(deliveryId) === undefined) {
        throw new RangeError("No delivery of the sandbox has this deliveryId.");
      }
      store.work.add({
        kind: "deliver",
        subject: deliveryId,
        dueAt: clock.now(),
        detail: resendDetail,
      });
      deliverSoon();
    },
    setChaos(options) {
      assertOpen();
      chaos.set(options);
    },
    chaos() {
      assertOpen();
      return chaos.options();
    },
    chaosPlan() {
      assertOpen();
      return chaos.plan();
    },
  };
}

const newTransactionFields = [
  "tracking_id",
  "user_id",
  "currency",
  "amount",
  "transaction_type",
  "status",
  "mode",
  "accountId",
];
