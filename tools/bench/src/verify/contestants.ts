// @ts-check
import { createHash, timingSafeEqual } from "node:crypto";
import { eventType, isTransaction, signPayload, verifySignature } from "@numipay/core/protocol";
import { sign as signOctokit, verify as verifyOctokit } from "@octokit/webhooks-methods";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Stripe } from "stripe";
import { Webhook as SvixWebhook } from "svix";

/**
 * One way to verify and parse a delivery. `sign` gives what its sender would send beside the body. `accept` starts
 * from the body's bytes, as a server gets them, returns the payload, and throws for a delivery that it refuses.
 */
export interface Contestant {
  name: string;
  scheme: string;
  sign: (body: Buffer) => unknown;
  accept: (body: Buffer, signed: any) => any;
}

const password = "bench-password-7Jq2mZ8tW4xN6cR1bV9k";
const base64Secret = Buffer.from(password).toString("base64");

const numipay: Contestant = {
  name: "@numipay/core",
  scheme: "SHA-1 of body + password",
  sign: (body) => signPayload(body.toString(), password),
  accept(body, signature) {
    const { payload } = verifySignature({ body, signature, signaturePassword: password });
    if (!isTransaction(payload) || eventType(payload) === "") throw new Error("no transaction");
    return payload;
  },
};

/** What nobody can do without: the hash, a comparison that does not leak, the parse. No check of UTF-8 or shape. */
const floor: Contestant = {
  name: "bare floor",
  scheme: "SHA-1 of body + password",
  sign: (body) => signPayload(body.toString(), password),
  accept(body, signature) {
    const digest = createHash("sha1").update(body).update(password).digest();
    if (!timingSafeEqual(digest, Buffer.from(signature, "hex"))) throw new Error("refused");
    return JSON.parse(body.toString());
  },
};

const stripeClient = new Stripe("sk_test_bench");
const stripe: Contestant = {
  name: "stripe",
  scheme: "HMAC-SHA-256, timestamp",
  sign: (body) =>
    stripeClient.webhooks.generateTestHeaderString({ payload: body.toString(), secret: password }),
  accept: (body, header) => stripeClient.webhooks.constructEvent(body, header, password),
};

const svixWebhook = new SvixWebhook(`whsec_${base64Secret}`);
const svix: Contestant = {
  name: "svix",
  scheme: "HMAC-SHA-256, id, timestamp",
  sign: (body) => signStandard(svixWebhook, "svix", body),
  accept: (body, headers) => svixWebhook.verify(body, headers),
};

const standardWebhook = new StandardWebhook(base64Secret);
const standard: Contestant = {
  name: "standardwebhooks",
  scheme: "HMAC-SHA-256, id, timestamp",
  sign: (body) => signStandard(standardWebhook, "webhook", body),
  accept: (body, headers) => standardWebhook.verify(body, headers),
};

const octokit: Contestant = {
  name: "@octokit/webhooks-methods",
  scheme: "HMAC-SHA-256",
  sign: (body) => signOctokit(password, body.toString()),
  async accept(body, signature) {
    const text = body.toString();
    if (!(await verifyOctokit(password, text, signature))) throw new Error("refused");
    return JSON.parse(text);
  },
};

function signStandard(webhook: SvixWebhook | StandardWebhook, prefix: string, body: Buffer) {
  const now = new Date();
  return {
    [`${prefix}-id`]: "msg_bench",
    [`${prefix}-timestamp`]: String(Math.floor(now.getTime() / 1000)),
    [`${prefix}-signature`]: webhook.sign("msg_bench", now, body.toString()),
  };
}

/** Ours first, the bare floor second, then the peers. */
export const contestants = [numipay, floor, stripe, svix, standard, octokit];
