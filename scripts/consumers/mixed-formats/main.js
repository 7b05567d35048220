// A CommonJS project with an ES module in it: both get the same instance of each package.
const assert = require("node:assert/strict");
const { channel } = require("node:diagnostics_channel");
const events = require("node:events");
const { signPayload } = require("@numipay/core");
const { fromNodeRequest } = require("@numipay/core/node");
const { numipayWebhook } = require("@numipay/express");
const express = require("express");

const signaturePassword = "a-signature-password-of-30-chars";
const required = {
  core: require("@numipay/core"),
  node: require("@numipay/core/node"),
  protocol: require("@numipay/core/protocol"),
  adapter: require("@numipay/express"),
};
const countSubscribers = () => channel("http.server.request.start")._subscribers?.length ?? 0;

async function main() {
  const { imported } = await import("./shop.mjs");
  for (const [entry, exported] of Object.entries(imported)) {
    assert.notEqual(Object.keys(exported).length, 0, entry);
    for (const name of Object.keys(exported)) {
      assert.equal(required[entry][name], exported[name], `${entry} ${name}`);
    }
  }

  const before = countSubscribers();
  const outcomes = [];
  const options = { signaturePassword, onOutcome: ({ matched }) => outcomes.push(matched) };
  const webhooks = [
    numipayWebhook({ ...options, path: "/required" }),
    imported.adapter.numipayWebhook({ ...options, path: "/imported" }),
  ];
  assert.equal(countSubscribers(), before + 1);

  const bodies = [];
  const seeBodies = async (request, _response, next) => {
    for (const read of [fromNodeRequest, imported.node.fromNodeRequest]) {
      bodies.push(Buffer.from((await read(request).body(65_536)).bytes).toString());
    }
    next();
  };
  const app = express().use(express.json(), seeBodies, ...webhooks);
  const server = app.listen(0, "127.0.0.1");
  await events.once(server, "listening");
  for (const path of ["/required", "/imported"]) {
    // The number loses its zero when it is parsed, so only the captured bytes have the signature.
    const body = `{ "transaction_id": "gateway${path}", "user_id": "user-1", "tracking_id": "order-1", "status": "successful",
      "currency": "EUR", "amount": "200.00", "transaction_type": "deposit", "rate": 1.0 }`;
    const { status } = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-signature": signPayload(body, signaturePassword),
      },
      body,
    });
    assert.equal(status, 200);
    assert.deepEqual(bodies.splice(0), [body, body]);
  }
  assert.deepEqual(outcomes, ["raw", "raw"]);
  server.close();
  server.closeAllConnections();
  console.log("ok");
}

void main();
