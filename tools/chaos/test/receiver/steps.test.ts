import { memoryInbox } from "@numipay/core";
import { describe, expect, it, vi } from "vitest";
import { takeHandlerFault, withFault, withSteps } from "../../src/receiver/steps.js";
import { createChange } from "../change.js";

describe("takeHandlerFault", () => {
  it("returns the fault once, for its own delivery only", async () => {
    const other = withFault(undefined, async () => takeHandlerFault());
    const armed = withFault("in-handler the effect, then COMMIT", async () => {
      const taken = [takeHandlerFault()];
      await Promise.resolve();
      return [...taken, takeHandlerFault()];
    });
    expect(await armed).toEqual(["the effect, then COMMIT", undefined]);
    expect(await other).toBeUndefined();
  });

  it("ignores a signal", () => {
    const taken = withFault("after-claim SIGKILL", takeHandlerFault);
    expect(taken).toBeUndefined();
  });
});

describe("withSteps", () => {
  it("passes on claim hooks and abandoned changes", async () => {
    const inbox = { ...memoryInbox(), abandon: vi.fn() };
    const claim = vi.spyOn(inbox, "claim");
    const wrapped = withSteps(inbox);
    const change = createChange("d:1");
    const hooks = { onLateStatement: () => undefined };
    const claimed = await wrapped.claim(change, hooks);
    expect(claim).toHaveBeenCalledWith(change, hooks);
    if (claimed.state !== "new") throw new Error(claimed.state);
    wrapped.abandon?.(change, claimed.lease);
    expect(inbox.abandon).toHaveBeenCalledOnce();
  });
});
