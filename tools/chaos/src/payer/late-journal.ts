import type { CallJournal, Journal } from "@numipay/core";

/** A negative control: records a call after it was sent. */
export function lateJournal({ store, account }: Journal): CallJournal {
  return {
    async run(call, actions) {
      const { tracking_id = "" } = call;
      const key = { account, slot: call.slot, tracking_id };
      const recorded = await store.read(key);
      if (recorded?.response !== undefined) return JSON.parse(recorded.response) as never;
      const response = await actions.send(call.timeoutMs);
      const intent = {
        ...key,
        operation: call.operation,
        keyId: "",
        digests: {},
        metadata: undefined,
      };
      const claim = await store.claim(intent, call.timeoutMs);
      if (claim.state === "new") {
        const result = { state: "confirmed" as const, response: JSON.stringify(response) };
        await store.complete(key, claim.lease, result);
      }
      return response;
    },
  };
}
