// @ts-check
// What a careful team writes by hand in Express: the raw bytes, the hash, a comparison that does not leak, the parse,
// and a set of what was done. It lacks all that the adapter does beyond that; it is the floor.
import { createHash, timingSafeEqual } from "node:crypto";
import express from "express";
import { listenForParent } from "./listen-for-parent.js";
import { path, signaturePassword } from "./sign-deliveries.js";

/** @type {Set<string>} */
const done = new Set();
let handled = 0;

const app = express();
app.post(path, express.raw({ type: "*/*", limit: "1mb" }), (request, response) => {
  const given = Buffer.from(request.get("x-signature") ?? "", "hex");
  const expected = createHash("sha1").update(request.body).update(signaturePassword).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    response.status(401).json({ outcome: "bad-signature" });
    return;
  }
  const payload = JSON.parse(request.body.toString());
  const change = `${payload.transaction_type}:${payload.transaction_id}:${payload.status}`;
  if (done.has(change)) {
    response.json({ outcome: "duplicate" });
    return;
  }
  handled += 1;
  done.add(change);
  response.json({ outcome: "processed" });
});
await listenForParent(app, () => handled);
