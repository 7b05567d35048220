import { memoryJournal, Numipay } from "@numipay/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkBare, checkJournalled } from "../../dist/outgoing/check-caller.js";
import { type Gateway, startGateway } from "../../dist/outgoing/start-gateway.js";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const bare = () => ({ name: "bare", numipay: new Numipay(gateway.clientOptions) });
const journalled = () => {
  const options = { ...gateway.clientOptions, journal: memoryJournal() };
  return { name: "memoryJournal", numipay: new Numipay(options) };
};

describe("checkJournalled", () => {
  it("accepts a client that sends a payout once", async () => {
    await expect(checkJournalled(journalled(), gateway)).resolves.toBeUndefined();
  });

  it("rejects a client that sends it again", async () => {
    await expect(checkJournalled(bare(), gateway)).rejects.toThrow(
      "bare: 3 requests, the same response, another amount is accepted; expected 1 request",
    );
  });
});

describe("checkBare", () => {
  it("accepts a client that sends each call", async () => {
    await expect(checkBare(bare(), gateway)).resolves.toBeUndefined();
  });

  it("rejects a client that sends a payout once", async () => {
    await expect(checkBare(journalled(), gateway)).rejects.toThrow("memoryJournal: 1 request");
  });
});
