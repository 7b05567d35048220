// Signed as the gateway's documentation says, with none of our packages: they must agree with it.
import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { createServer } from "node:http";

export const signaturePassword = "a-signature-password-of-30-chars";

export const deposit = {
  transaction_id: "gateway-1",
  user_id: "user-1",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

/** Sends a deposit to a webhook. `password`: another one makes a forgery. */
export async function deliver(url, { password = signaturePassword, payload = deposit } = {}) {
  const body = JSON.stringify(payload);
  const hash = createHash("sha1")
    .update(body + password)
    .digest("hex");
  const headers = { "content-type": "application/json", "x-signature": hash.toUpperCase() };
  const response = await fetch(url, { method: "POST", headers, body });
  await response.arrayBuffer();
  return response.status;
}

/** Sends a forgery and a signed delivery, twice, and expects one deposit. */
export async function assertVerifies(url, credited) {
  assert.equal(await deliver(url, { password: "another-password-of-30-characters" }), 401);
  assert.deepEqual(credited, []);
  assert.equal(await deliver(url), 200);
  assert.equal(await deliver(url), 200);
  assert.deepEqual(credited, ["200.00"]);
}

/** Serves a listener of node:http on loopback while `use` runs with its address. */
export async function serving(server, use) {
  await new Promise((settle) => server.listen(0, "127.0.0.1", settle));
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((settle) => server.close(settle));
  }
}

/** Serves a receiver of @numipay/core while `use` runs with its address. */
export async function servingReceiver(load, receiver, use) {
  const { fromNodeRequest, respondNode } = await load("@numipay/core/node");
  const server = createServer((request, response) => {
    void receiver
      .receive(fromNodeRequest(request))
      .then((outcome) => respondNode(response, outcome));
  });
  await serving(server, use);
}
