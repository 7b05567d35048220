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
  | "chaosPlan";

/** What a user of a sandbox can make happen in it. */
export function sandboxControls(gateway: Gateway): Pick<Sandbox, Controls> {
  const { store, clock, realTime, chaos, mustBeOpen, deliverSoon } = gateway;
  return {
    now: () => new Date(clock.now()),
    async advance(duration) {
      mustBeOpen();
      await clock.advance(toMilliseconds(duration));
    },
    async runUntilIdle() {
      mustBeOpen();
      await clock.runUntilIdle();
    },
    async flush() {
      mustBeOpen();
      await clock.flush();
    },
    realTime() {
      mustBeOpen();
      return realTime.start();
    },
    setStatus(transactionId, status) {
      mustBeOpen();
      changeStatus(gateway, transactionId, status);
      deliverSoon();
    },
    addTransaction(fields) {
      mustBeOpen();
      checkKnownOptions(fields, newTransactionFields);
      const record = addTransaction(gateway, fields);
      deliverSoon();
      return toSandboxTransaction(record);
    },
    async resend(deliveryId) {
      mustBeOpen();
      if (store.deliveries.byId(deliveryId) === undefined) {
        throw new RangeError("No delivery of the sandbox has this deliveryId");
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
      mustBeOpen();
      chaos.set(options);
    },
    chaosPlan() {
      mustBeOpen();
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
