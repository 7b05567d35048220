import { createHash, timingSafeEqual } from "node:crypto";
import { eventType, isTransaction, signPayload, verifySignature } from "@numipay/core/protocol";
import { sign as signOctokit, verify as verifyOctokit } from "@octokit/webhooks-methods";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Stripe } from "stripe";
import { Webhook as SvixWebhook } from "svix";

/** Returned as parsed: the comparison only needs the amount. */
export interface Payload {
  amount: string;
}

/**
 * Verifies and parses a delivery, from the bytes of the body as a server receives them. Returns the payload, or throws when
 * the signature is not that of the body.
 */
export type Verify = (body: Buffer) => Payload | Promise<Payload>;

/** One way to verify and parse a delivery. */
export interface Contestant {
  name: string;
  scheme: string;
  /** Signs a body as the sender does, and returns a function that verifies bodies against that signature. */
  sign: (body: Buffer) => Verify | Promise<Verify>;
}

const password = "bench-password-7Jq2mZ8tW4xN6cR1bV9k";
const base64Secret = Buffer.from(password).toString("base64");

const numipay: Contestant = {
  name: "@numipay/core",
  scheme: "SHA-1 of body + password",
  sign(signedBody) {
    const signature = signPayload(signedBody.toString(), password);
    return (body) => {
      const { payload } = verifySignature({ body, signature, signaturePassword: password });
      if (!isTransaction(payload) || eventType(payload) === "") throw new Error("No transaction.");
      return payload;
    };
  },
};

/** The least that any receiver does: the hash, a comparison in constant time, the parse. It checks neither UTF-8 nor shape. */
const baseline: Contestant = {
  name: "baseline",
  scheme: "SHA-1 of body + password",
  sign(signedBody) {
    const signature = signPayload(signedBody.toString(), password);
    return (body) => {
      const digest = createHash("sha1").update(body).update(password).digest();
      if (!timingSafeEqual(digest, Buffer.from(signature, "hex"))) throw new Error("Rejected.");
      return JSON.parse(body.toString()) as Payload;
    };
  },
};

const stripeClient = new Stripe("sk_test_bench");
const stripe: Contestant = {
  name: "stripe",
  scheme: "HMAC-SHA-256, timestamp",
  sign(signedBody) {
    const header = stripeClient.webhooks.generateTestHeaderString({
      payload: signedBody.toString(),
      secret: password,
    });
    return (body) => {
      const event: unknown = stripeClient.webhooks.constructEvent(body, header, password);
      return event as Payload;
    };
  },
};

const svixWebhook = new SvixWebhook(`whsec_${base64Secret}`);
const svix: Contestant = {
  name: "svix",
  scheme: "HMAC-SHA-256, id, timestamp",
  sign(signedBody) {
    const headers = signStandard(svixWebhook, "svix", signedBody);
    return (body) => svixWebhook.verify(body, headers) as Payload;
  },
};

const standardWebhook = new StandardWebhook(base64Secret);
const standard: Contestant = {
  name: "standardwebhooks",
  scheme: "HMAC-SHA-256, id, timestamp",
  sign(signedBody) {
    const headers = signStandard(standardWebhook, "webhook", signedBody);
    return (body) => standardWebhook.verify(body, headers) as Payload;
  },
};

const octokit: Contestant = {
  name: "@octokit/webhooks-methods",
  scheme: "HMAC-SHA-256",
  async sign(signedBody) {
    const signature = await signOctokit(password, signedBody.toString());
    return async (body) => {
      const text = body.toString();
      if (!(await verifyOctokit(password, text, signature))) throw new Error("Rejected.");
      return JSON.parse(text) as Payload;
    };
  },
};

function signStandard(
  webhook: SvixWebhook | StandardWebhook,
  prefix: string,
  body: Buffer,
): Record<string, string> {
  const now = new Date();
  return {
    [`${prefix}-id`]: "msg_bench",
    [`${prefix}-timestamp`]: String(Math.floor(now.getTime() / 1000)),
    [`${prefix}-signature`]: webhook.sign("msg_bench", now, body.toString()),
  };
}

/** Ours first, the baseline second, then the peers. */
export const contestants: readonly Contestant[] = [
  numipay,
  baseline,
  stripe,
  svix,
  standard,
  octokit,
];
