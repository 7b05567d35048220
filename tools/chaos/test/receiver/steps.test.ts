import { memoryInbox } from "@numipay/core";
import { expect, it, vi } from "vitest";
import { takeHandlerFault, withFault, withSteps } from "../../src/receiver/steps.js";

it("arms a handler's fault once, and for its own delivery alone", async () => {
  const other = withFault(undefined, async () => takeHandlerFault());
  const armed = withFault("in-handler the effect, then COMMIT", async () => {
    const taken = [takeHandlerFault()];
    await Promise.resolve();
    return [...taken, takeHandlerFault()];
  });
  expect(await armed).toEqual(["the effect, then COMMIT", undefined]);
  expect(await other).toBeUndefined();
});

it("does not take a signal for a handler's fault", () => {
  const taken = withFault("after-claim SIGKILL", takeHandlerFault);
  expect(taken).toBeUndefined();
});

it("passes on what a claim reports to, and what is abandoned", async () => {
  const inbox = { ...memoryInbox(), abandon: vi.fn() };
  const claim = vi.spyOn(inbox, "claim");
  const stepped = withSteps(inbox);
  const change = { key: "d:1:held", transactionKey: "d:1", status: "held" } as never;
  const hooks = { onLateStatement: () => undefined };
  const claimed = await stepped.claim(change, hooks);
  expect(claim).toHaveBeenCalledWith(change, hooks);
  if (claimed.state === "new") stepped.abandon?.(change, claimed.lease);
  expect(inbox.abandon).toHaveBeenCalledOnce();
});
