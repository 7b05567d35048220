import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { isTransaction, verifySignature } from "@numipay/core";
import type { ErrorRequestHandler, Express, Request } from "express";
import { type TestLedger, signaturePassword } from "./serve-receiver.js";
import { applyOnce, createReceiver, type Steps, verifyCorrectly } from "./correct-receiver.js";

/** Creates a receiver that records credits in the ledger. */
export type Create = (ledger: TestLedger) => Express;

/** A correct receiver that responds differently to some deliveries before it verifies them. */
export const rejecting =
  (status: number, isRefused: (text: string, request: Request) => boolean): Create =>
  (ledger) =>
    createReceiver(ledger, {
      verify(request, response) {
        const text = Buffer.isBuffer(request.body) ? request.body.toString() : "";
        if (!isRefused(text, request)) return verifyCorrectly(request, response);
        response.sendStatus(status);
        return undefined;
      },
    });

/** A correct receiver that responds differently to some verified events. */
export const responding =
  (status: number, isOther: (event: Parameters<Steps["apply"]>[0]) => boolean): Create =>
  (ledger) => {
    const apply = applyOnce();
    return createReceiver(ledger, {
      apply(event, response, to) {
        if (isOther(event)) response.sendStatus(status);
        else apply(event, response, to);
      },
    });
  };

/** A receiver that accepts too many signatures. */
const trusting =
  (isTrusted: (text: string, signature: string) => boolean): Create =>
  (ledger) =>
    createReceiver(ledger, {
      verify(request, response) {
        const text = Buffer.isBuffer(request.body) ? request.body.toString() : "";
        if (!isTrusted(text, request.get("x-signature") ?? ""))
          return verifyCorrectly(request, response);
        const event: unknown = JSON.parse(text);
        if (isTransaction(event)) return event;
        response.sendStatus(400);
        return undefined;
      },
    });

/** Remembers a property of each transaction, to detect a later change. */
function changes(read: (event: Parameters<Steps["apply"]>[0]) => string) {
  const seen = new Map<string, string>();
  return (event: Parameters<Steps["apply"]>[0]): string | undefined => {
    const before = seen.get(event.transaction_id);
    seen.set(event.transaction_id, read(event));
    return before;
  };
}

const hash = (text: string): string => createHash("sha1").update(text).digest("hex").toUpperCase();
const isRight = (body: string, signature: string): boolean => {
  try {
    return verifySignature({ body, signature, signaturePassword }).matched !== undefined;
  } catch {
    return false;
  }
};
const always500: ErrorRequestHandler = (_error, _request, response, _next) =>
  void response.sendStatus(500);

function rejectingDuplicates(): Create {
  const before = changes(({ status }) => status);
  return responding(409, (event) => before(event) === event.status);
}

/** Receivers with a single defect, and the checks that must find it. */
export const singleDefects: [name: string, create: Create, fails: string[]][] = [
  [
    "rejects a charset",
    rejecting(401, (_, r) => /charset=utf-8/.test(r.get("content-type") ?? "")),
    ["charset"],
  ],
  ["rejects unknown fields", rejecting(400, (text) => /provider/.test(text)), ["extra-field"]],
  [
    "hashes only ASCII",
    rejecting(401, (text) => /[^\0-\x7f]/.test(text) && /Zo/.test(text)),
    ["utf8"],
  ],
  [
    "hashes only raw bytes",
    rejecting(401, (text, r) => hash(text + signaturePassword) !== r.get("x-signature")),
    ["reformatted-indented", "reformatted-newline", "reformatted-escapes"],
  ],
  [
    "fails on an expired deposit",
    responding(500, ({ status }) => status === "expired"),
    ["each-status"],
  ],
  [
    "fails on a new status",
    responding(500, ({ status }) => status.includes("_")),
    ["unknown-status"],
  ],
  [
    "fails on a new type",
    responding(500, (e) => e.transaction_type.includes("_")),
    ["unknown-type"],
  ],
  [
    "accepts a lower-case signature",
    trusting((text, signature) => isRight(text, signature.toUpperCase())),
    ["signature-lower-case", "ledger-forged"],
  ],
  [
    "uses the first of two signatures",
    trusting((text, signature) => isRight(text, signature.split(", ")[0] ?? "")),
    ["signature-multiple", "ledger-forged"],
  ],
  [
    "hashes the word undefined as its password",
    trusting((text, signature) => hash(`${text}undefined`) === signature),
    ["signature-guessable", "ledger-forged"],
  ],
  [
    "accepts the signature of another body",
    trusting(
      (text, signature) =>
        text.includes('"amount":"9') &&
        /^[\dA-F]{40}$/.test(signature) &&
        !/^(0|A)+$/.test(signature),
    ),
    ["body-tampered", "ledger-forged"],
  ],
  [
    "accepts any method",
    (ledger) => {
      const app = createReceiver(ledger);
      app.get("/webhook", (_request, response) => void response.send("hello"));
      return app;
    },
    ["method"],
  ],
  ["fails on __proto__", rejecting(500, (text) => text.includes("__proto__")), ["malformed-keys"]],
  [
    "turns every error into a 500",
    (ledger) => createReceiver(ledger).use(always500),
    ["malformed-huge", "malformed-compressed"],
  ],
  ["fails on null", rejecting(500, (text) => text === "null"), ["signed-non-transaction"]],
  [
    "rejects duplicates",
    (ledger) => rejectingDuplicates()(ledger),
    ["duplicates-sequential", "duplicates-reformatted", "duplicates-concurrent"],
  ],
  [
    "fails on a reformatted duplicate",
    (ledger) => {
      const seen = new Map<string, string>();
      return rejecting(500, (text, request) => {
        if (!isRight(text, request.get("x-signature") ?? "")) return false;
        // The same key for every serialization.
        const content = JSON.stringify(JSON.parse(text));
        const before = seen.get(content) ?? text;
        seen.set(content, before);
        return before !== text;
      })(ledger);
    },
    ["duplicates-reformatted"],
  ],
  [
    "fails on a unique constraint",
    (ledger) => {
      const apply = applyOnce();
      const inFlight = new Set<string>();
      return createReceiver(ledger, {
        apply(event, response, to) {
          const key = event.transaction_id;
          if (inFlight.has(key)) return void response.sendStatus(500);
          inFlight.add(key);
          void (async () => {
            for (let turn = 0; turn < 500; turn += 1) await nextTurn();
            inFlight.delete(key);
            apply(event, response, to);
          })();
        },
      });
    },
    ["duplicates-concurrent"],
  ],
  [
    "fails on a late pending",
    (ledger) => {
      const before = changes(({ status }) => status);
      return responding(500, (e) => before(e) === "successful" && e.status === "pending")(ledger);
    },
    ["late-pending"],
  ],
  [
    "fails on a success after a rejection",
    (ledger) => {
      const before = changes(({ status }) => status);
      return responding(500, (e) => before(e) === "rejected" && e.status === "successful")(ledger);
    },
    ["contradiction"],
  ],
  [
    "fails on another amount",
    (ledger) => {
      const before = changes(({ amount }) => amount);
      return responding(500, (e) => (before(e) ?? e.amount) !== e.amount)(ledger);
    },
    ["conflict"],
  ],
];
