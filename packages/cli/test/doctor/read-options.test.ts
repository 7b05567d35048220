import { describe, expect, test } from "vitest";
import { toLedger, toOrderSource } from "../../src/doctor/read-options.js";
import { serve } from "../serve.js";

const mebibyte = 1024 * 1024;
const surroundings = { env: process.env, signal: new AbortController().signal };

describe("a ledger without end", () => {
  test("is cancelled behind an address", async () => {
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
    await expect(toLedger(url, surroundings)()).rejects.toThrow(
      "--ledger: the response exceeds 33554432 bytes.",
    );
    await expect.poll(() => isClosed).toBe(true);
  });

  test("is cut off when a command prints it", async () => {
    await expect(toLedger("yes", surroundings)()).rejects.toThrow(
      "--ledger: the command ended with more than 33554432 characters of output",
    );
  });
});

test("an order command that prints too much is refused", async () => {
  await expect(toOrderSource("yes", surroundings)()).rejects.toThrow(
    "--order-command: the command ended with more than 33554432 characters of output",
  );
});
