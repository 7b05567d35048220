import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { isTransaction, verifySignature } from "@numipay/core";
import type { ErrorRequestHandler, Express, Request } from "express";
import { type Books, signaturePassword } from "./serve-receiver.js";
import { applyOnce, createReceiver, type Steps, verifyWell } from "./correct-receiver.js";

/** Makes a receiver that keeps these books. */
export type Create = (books: Books) => Express;

/** A sound receiver that answers some deliveries otherwise, before it verifies. */
export const refusing =
  (status: number, isRefused: (text: string, request: Request) => boolean): Create =>
  (books) =>
    createReceiver(books, {
      verify(request, response) {
        const text = Buffer.isBuffer(request.body) ? request.body.toString() : "";
        if (!isRefused(text, request)) return verifyWell(request, response);
        response.sendStatus(status);
        return undefined;
      },
    });

/** A sound receiver that answers some verified events otherwise. */
export const answering =
  (status: number, isOther: (event: Parameters<Steps["apply"]>[0]) => boolean): Create =>
  (books) => {
    const apply = applyOnce();
    return createReceiver(books, {
      apply(event, response, to) {
        if (isOther(event)) response.sendStatus(status);
        else apply(event, response, to);
      },
    });
  };

/** A receiver that takes more signatures than it may. */
const trusting =
  (isTrusted: (text: string, signature: string) => boolean): Create =>
  (books) =>
    createReceiver(books, {
      verify(request, response) {
        const text = Buffer.isBuffer(request.body) ? request.body.toString() : "";
        if (!isTrusted(text, request.get("x-signature") ?? ""))
          return verifyWell(request, response);
        const event: unknown = JSON.parse(text);
        if (isTransaction(event)) return event;
        response.sendStatus(400);
        return undefined;
      },
    });

/** Remembers one thing of each transaction, to tell what differs later. */
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

function forgetting(): Create {
  const before = changes(({ status }) => status);
  return answering(409, (event) => before(event) === event.status);
}

/** Receivers that are sound but for one thing, and the checks that must find it. */
export const twists: [what: string, create: Create, fails: string[]][] = [
  [
    "refuses a charset",
    refusing(401, (_, r) => /charset=utf-8/.test(r.get("content-type") ?? "")),
    ["charset"],
  ],
  [
    "refuses fields that it does not know",
    refusing(400, (text) => /provider/.test(text)),
    ["extra-field"],
  ],
  [
    "hashes ASCII only",
    refusing(401, (text) => /[^\0-\x7f]/.test(text) && /Zo/.test(text)),
    ["utf8"],
  ],
  [
    "hashes nothing but raw bytes",
    refusing(401, (text, r) => hash(text + signaturePassword) !== r.get("x-signature")),
    ["respelled-indented", "respelled-newline", "respelled-escapes"],
  ],
  ["fails on what expired", answering(500, ({ status }) => status === "expired"), ["each-status"]],
  [
    "fails on a new status",
    answering(500, ({ status }) => status.includes("_")),
    ["unknown-status"],
  ],
  [
    "fails on a new type",
    answering(500, (e) => e.transaction_type.includes("_")),
    ["unknown-type"],
  ],
  [
    "takes lower case",
    trusting((text, signature) => isRight(text, signature.toUpperCase())),
    ["signature-lower-case", "ledger-forged"],
  ],
  [
    "takes the first of two signatures",
    trusting((text, signature) => isRight(text, signature.split(", ")[0] ?? "")),
    ["signature-doubled", "ledger-forged"],
  ],
  [
    "has no password, and hashes the word undefined",
    trusting((text, signature) => hash(`${text}undefined`) === signature),
    ["signature-guessable", "ledger-forged"],
  ],
  [
    "believes a signature of another body",
    trusting(
      (text, signature) =>
        text.includes('"amount":"9') &&
        /^[\dA-F]{40}$/.test(signature) &&
        !/^(0|A)+$/.test(signature),
    ),
    ["body-tampered", "ledger-forged"],
  ],
  [
    "answers any method",
    (books) => {
      const app = createReceiver(books);
      app.get("/webhook", (_request, response) => void response.send("hello"));
      return app;
    },
    ["method"],
  ],
  ["fails on __proto__", refusing(500, (text) => text.includes("__proto__")), ["garbage-keys"]],
  [
    "makes a 500 of everything that is thrown",
    (books) => createReceiver(books).use(always500),
    ["garbage-huge", "garbage-compressed"],
  ],
  ["fails on null", refusing(500, (text) => text === "null"), ["signed-no-transaction"]],
  [
    "refuses repetitions",
    (books) => forgetting()(books),
    ["duplicates-in-series", "duplicates-respelled", "duplicates-at-once"],
  ],
  [
    "fails on a repetition that is spelled otherwise",
    (books) => {
      const seen = new Map<string, string>();
      return refusing(500, (text, request) => {
        if (!isRight(text, request.get("x-signature") ?? "")) return false;
        // One content, one key, in whichever serialization.
        const content = JSON.stringify(JSON.parse(text));
        const before = seen.get(content) ?? text;
        seen.set(content, before);
        return before !== text;
      })(books);
    },
    ["duplicates-respelled"],
  ],
  [
    "fails on a unique constraint while the first is being applied",
    (books) => {
      const apply = applyOnce();
      const inFlight = new Set<string>();
      return createReceiver(books, {
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
    ["duplicates-at-once"],
  ],
  [
    "fails on a late pending",
    (books) => {
      const before = changes(({ status }) => status);
      return answering(500, (e) => before(e) === "successful" && e.status === "pending")(books);
    },
    ["late-pending"],
  ],
  [
    "fails on a success after a rejection",
    (books) => {
      const before = changes(({ status }) => status);
      return answering(500, (e) => before(e) === "rejected" && e.status === "successful")(books);
    },
    ["contradiction"],
  ],
  [
    "fails on another amount",
    (books) => {
      const before = changes(({ amount }) => amount);
      return answering(500, (e) => (before(e) ?? e.amount) !== e.amount)(books);
    },
    ["conflict"],
  ],
];
