import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runNumipay } from "../run-numipay.js";
import { serveReceiver } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

const contract = {
  operations: {
    refund: {
      method: "POST",
      path: "/refunds/{refund_id}",
      fields: {
        amount: { type: "number", required: true },
        partial: { type: "boolean" },
        count: { type: "number" },
        tags: { type: "any" },
      },
    },
    balance: { method: "GET", path: "/balance" },
  },
};

/** A gateway with two more operations, and the command in a folder with the override. */
async function openGateway(status = 200, body = '{"state":"done","by":"\\u001b[2J"}') {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "override.json"), JSON.stringify(contract));
  const { url, seen } = await serveReceiver(() => ({ status, body }));
  const env = { NUMIPAY_API_KEY: "canary-key", NUMIPAY_BASE_URL: new URL(url).origin };
  return {
    seen,
    cwd,
    request: (...args: string[]) =>
      runNumipay(["request", ...args, "--contract", "override.json"], { env, cwd }),
  };
}

const fields = ["--field", "refund_id=a/b", "--field", "amount=5.00"];

describe("numipay request", () => {
  it("names itself in the User-Agent", async () => {
    const { request, seen } = await openGateway();
    expect((await request("balance")).exitCode).toBe(0);
    expect(seen[0]?.headers["user-agent"]).toMatch(/^numipay-node\/\S+ node\/\S+ numipay-cli\/\d/);
  });

  it("calls an operation with typed fields", async () => {
    const { request, seen } = await openGateway();
    const more = ["partial=true", "count=3", 'tags=["a"]', "note=3"].flatMap((one) => [
      "--field",
      one,
    ]);
    const ended = await request("refund", ...fields, ...more);
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ended.stdout).toBe('{\n  "state": "done",\n  "by": "\\u001b[2J"\n}\n');
    expect(seen).toMatchObject([{ method: "POST", path: "/refunds/a%2Fb" }]);
    expect(JSON.parse(String(seen[0]?.body))).toEqual({
      amount: 5,
      partial: true,
      count: 3,
      tags: ["a"],
      note: "3",
    });
  });

  it("reads fields from a file", async () => {
    const { request, seen, cwd } = await openGateway(200, '{"balance":"1.00"}');
    writeFileSync(join(cwd, "fields.json"), '{"currency":"EUR","page":1}');
    const { stdout } = await request(
      "balance",
      "--request",
      "fields.json",
      "--field",
      "page=2",
      "--json",
    );
    expect(stdout).toBe('{"balance":"1.00"}\n');
    expect(seen[0]?.path).toBe("/balance?currency=EUR&page=2");
  });

  it("sends a call that moves money once", async () => {
    const { request, seen } = await openGateway(500, "{}");
    const { exitCode, stderr } = await request("refund", ...fields);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("refund");
    expect(stderr).not.toContain("canary-key");
    expect(seen).toHaveLength(1);
  });

  it.each([
    [["refnd"], 'The contract has no operation "refnd". Did you mean refund?'],
    [["xyz"], 'The contract has no operation "xyz". Use refund or balance.'],
    [["hostedCheckout"], "has its own command. Use numipay payments hosted."],
    [
      ["refund", "--field", "refund_id=1"],
      "The field amount is missing. Pass it with --field amount=value",
    ],
    [["refund", ...fields, "--field", "count=x"], "count must be a number"],
    [
      ["refund", ...fields, "--field", "card_number=4242424242424242"],
      "Card fields such as card_number are not accepted by --field",
    ],
  ])("rejects %j", async (args, message) => {
    const { request, seen } = await openGateway();
    const ended = await request(...args);
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
    expect(ended.stderr).not.toContain("4242");
    expect(seen).toEqual([]);
  });
});
