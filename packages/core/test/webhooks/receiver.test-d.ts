// Compiled, not run.
import { describe, expectTypeOf, it } from "vitest";
import { createReceiver, type SynchronousTransaction } from "../../src/index.js";

describe("Receiver.on", () => {
  it("narrows the event and the context", () => {
    createReceiver().on("deposit.successful", (event, context) => {
      expectTypeOf(event.status).toEqualTypeOf<"successful">();
      expectTypeOf(context.tx).toEqualTypeOf<undefined>();
    });
  });

  it("rejects async handlers of a synchronous transaction", () => {
    const receiver = createReceiver<unknown, SynchronousTransaction>();
    expectTypeOf(receiver.on("*", () => undefined)).toEqualTypeOf(receiver);
    receiver.on("*", () => ({ changes: 1 }));
    receiver.on("*", (): void => undefined);
    // @ts-expect-error An async function returns a promise.
    receiver.on("*", async () => undefined);
    // @ts-expect-error
    receiver.once("*", () => Promise.resolve(1));
  });
});
