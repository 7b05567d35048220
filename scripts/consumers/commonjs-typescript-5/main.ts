// A CommonJS project of the old kind: TypeScript 5.8, classic resolution, Express 4. The imports compile to require().
import assert = require("node:assert/strict");
import type { AddressInfo } from "node:net";
import { type Transaction, signPayload, verifySignature } from "@numipay/core";
import { numipayWebhook } from "@numipay/express";
import express = require("express");

const signaturePassword = "a-signature-password-of-30-chars";
const payload: Transaction = {
  transaction_id: "gateway-1",
  user_id: "user-1",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};
const signature = signPayload(payload, signaturePassword);
const body = JSON.stringify(payload);
const { matched } = verifySignature({ body: Buffer.from(body), signature, signaturePassword });
assert.equal(matched, "raw");

const credited: string[] = [];
const webhook = numipayWebhook({ signaturePassword });
webhook.on("deposit.successful", (event) => credited.push(event.amount));

const app = express();
app.use(express.json(), webhook);
const server = app.listen(0, "127.0.0.1", () => {
  void (async () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/webhooks/numipay`;
    const headers = { "content-type": "application/json", "x-signature": signature };
    for (let i = 0; i < 2; i += 1) {
      assert.equal((await fetch(url, { method: "POST", headers, body })).status, 200);
    }
    assert.deepEqual(credited, ["200.00"]);
    server.close();
    server.closeAllConnections();
    console.log("ok");
  })();
});
