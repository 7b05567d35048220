// Plain require(), no compiler. What Node prints beside the last line, such as a warning, makes the check fail.
const assert = require("node:assert/strict");
const { numipayWebhook, signPayload } = require("@numipay/core");

const signaturePassword = "a-signature-password-of-30-chars";
const payload = {
  transaction_id: "gateway-1",
  user_id: "user-1",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

async function main() {
  for (const name of ["@numipay/express", "@numipay/fastify", "@numipay/koa"]) {
    const webhook = require(name).numipayWebhook({ signaturePassword });
    assert.equal(typeof webhook.on, "function", name);
  }
  const credited = [];
  const webhook = numipayWebhook({ signaturePassword });
  webhook.on("deposit.successful", (event) => credited.push(event.amount));
  const request = new Request("http://shop.test/webhooks/numipay", {
    method: "POST",
    headers: { "x-signature": signPayload(payload, signaturePassword) },
    body: JSON.stringify(payload),
  });
  assert.equal((await webhook.fetch(request)).status, 200);
  assert.deepEqual(credited, ["200.00"]);
  console.log("ok");
}

void main();
