import { describe, expect, it } from "vitest";
import { toLedger, toOrderSource } from "../../src/doctor/read-options.js";
import { serve } from "../serve.js";

const mebibyte = 1024 * 1024;
const context = { env: process.env, signal: new AbortController().signal };

describe("an endless ledger", () => {
  it("is cancelled if it comes from a URL", async () => {
    let isClosed = false;
    const url = await serve((_request, response) => {
      response.on("close", () => (isClosed = true));
      const piece = Buffer.alloc(mebibyte, " ");
      const send = (): void => {
        while (!response.destroyed) if (!response.write(piece)) return;
      };
      response.on("drain", send);
      send();
    });
    await expect(toLedger(url, context)()).rejects.toThrow(
      "Cannot read --ledger: the response exceeds 33554432 bytes.",
    );
    await expect.poll(() => isClosed).toBe(true);
  });

  it("is stopped if it comes from a command", async () => {
    await expect(toLedger("yes", context)()).rejects.toThrow(
      "The command of --ledger printed more than 33554432 characters.",
    );
  });
});

describe("an order command", () => {
  it("stops an order command with endless output", async () => {
    await expect(toOrderSource("yes", context)()).rejects.toThrow(
      "The command of --order-command printed more than 33554432 characters.",
    );
  });
});
