// Compiled, not run.
import { describe, expectTypeOf, it } from "vitest";
import { createReceiver } from "../../src/index.js";

describe("Receiver.on", () => {
  it("narrows the event and the context", () => {
    createReceiver().on("deposit.successful", (event, context) => {
      expectTypeOf(event.status).toEqualTypeOf<"successful">();
      expectTypeOf(context.tx).toEqualTypeOf<undefined>();
    });
  });
});
