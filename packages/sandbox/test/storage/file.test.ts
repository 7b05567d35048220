import Database from "libsql";
import { describe, expect, it } from "vitest";
import { createSandbox } from "../../src/index.js";
import { createMerchant, openCheckout } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

describe("a sandbox file", () => {
  it("resumes from its file", async () => {
    const file = await temporaryFile();
    const first = await createMerchant({ file, seed: "seed-1" });
    first.respondWith(() => new Response(null, { status: 500 }));
    const url = await openCheckout(first);
    await first.submit(`${url}/northbank`, { action: "pay" });
    await openCheckout(first, { tracking_id: "left-open" });
    await first.sandbox.advance("7m");
    const before = {
      now: first.sandbox.now(),
      keys: [first.sandbox.apiKey, first.sandbox.liveApiKey, first.sandbox.signaturePassword],
      transactions: first.sandbox.transactions(),
      deliveries: first.sandbox.deliveries(),
    };
    await first.sandbox.close();

    // Seed and start time come from the file.
    const second = await createMerchant({ file });
    const { sandbox } = second;
    expect({
      now: sandbox.now(),
      keys: [sandbox.apiKey, sandbox.liveApiKey, sandbox.signaturePassword],
      transactions: sandbox.transactions(),
      deliveries: sandbox.deliveries(),
    }).toEqual(before);

    await sandbox.advance("3m");
    expect(second.received.map(({ at }) => at)).toEqual([
      "2026-01-01T00:10:00.000Z",
      "2026-01-01T00:10:00.000Z",
    ]);
    expect(sandbox.deliveries().at(-1)).toMatchObject({ attempt: 3, state: "delivered" });
    await sandbox.advance("20m");
    expect(sandbox.transactions()[1]?.status).toBe("expired");
    await openCheckout(second, { tracking_id: "after" });
    expect(new Set(sandbox.transactions().map((row) => row.transaction_id)).size).toBe(3);
    await sandbox.close();
  });

  it("generates the same ids after reopening", async () => {
    const file = await temporaryFile();
    const through = await createMerchant();
    for (const id of ["a", "b"]) await openCheckout(through, { tracking_id: id });
    for (const id of ["a", "b"]) {
      const merchant = await createMerchant({ file });
      await openCheckout(merchant, { tracking_id: id });
      if (id === "b") {
        expect(merchant.sandbox.transactions()).toEqual(through.sandbox.transactions());
      }
      await merchant.sandbox.close();
    }
  });

  it("repeats an interrupted delivery after a restart", async () => {
    const file = await temporaryFile();
    const first = await createMerchant({ file, autoDeliver: true });
    first.respondWith(() => new Promise<Response>(() => undefined));
    const url = await openCheckout(first);
    await first.submit(`${url}/northbank`, { action: "pay" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(first.received).toHaveLength(1);
    await first.sandbox.close();

    const second = await createMerchant({ file });
    expect(second.sandbox.deliveries()).toEqual([]);
    await second.sandbox.flush();
    expect(second.statuses()).toEqual(["pending", "successful"]);
    await second.sandbox.close();
  });

  it("rejects a file with another seed", async () => {
    const file = await temporaryFile();
    await (await createSandbox({ file, seed: "seed-1" })).close();
    await expect(createSandbox({ file, seed: "seed-2" })).rejects.toThrow("another seed");
    await (await createSandbox({ file, seed: "seed-1" })).close();
  });

  it("rejects a file of another version", async () => {
    const file = await temporaryFile();
    await (await createSandbox({ file })).close();
    const database = new Database(file);
    database.exec("UPDATE sandbox SET schema_version = 99");
    database.close();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await expect(createSandbox({ file })).rejects.toThrow("another version");
    }
  });
});
