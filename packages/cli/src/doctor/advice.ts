import type { Advice } from "./check.js";

const adapter = "or let @numipay's adapter do it: app.use(numipayWebhook())";

/** The bytes that were signed must still be there when the signature is verified. */
export const keepTheBytes: Advice = {
  change:
    "Verify over the bytes as they came, before anything parses them; and check that the signature password is the portal's, " +
    "whole and without blanks.",
  hints: {
    Express: `mount the webhook before express.json(), with express.raw({ type: "*/*" }) on its own path; ${adapter}`,
    Koa: "mount it before the body parser, or read ctx.req yourself; app.use(numipayWebhook()) of @numipay/koa works in either order",
    Nest: "NestFactory.create(AppModule, { rawBody: true }), then request.rawBody; NumipayModule of @numipay/nestjs needs neither",
    Fastify:
      'addContentTypeParser("application/json", { parseAs: "buffer" }, …) in the plugin of that route; or @numipay/fastify',
  },
};

/** Raw bytes first, the canonical form second. */
export const verifyBothForms: Advice = {
  change:
    "Compare the signature with the hash of the raw text first, then with that of JSON.stringify(JSON.parse(text)): each " +
    "of the two is what the gateway may have signed. verifySignature() of @numipay/core does both.",
  hints: keepTheBytes.hints ?? {},
};

/** A field that is not listed today. */
export const takeMoreFields: Advice = {
  change: "Leave fields alone that you do not know: the gateway may add one on any day.",
  hints: {
    Nest: "no ValidationPipe with forbidNonWhitelisted on the webhook's route",
    Fastify: "no additionalProperties: false in the route's schema",
  },
};

/** A verified signature or no effect. */
export const verifyFirst: Advice = {
  change:
    "Refuse with 401 before anything else happens, unless the signature's header is exactly 40 upper-case hex digits and equal to " +
    "the hash; compare in constant time, and refuse to start without a signature password.",
  hints: {
    Express:
      "return after response.sendStatus(401): what stands below it still runs; @numipay/express verifies first",
    Koa: "ctx.status = 401 and no next(); @numipay/koa verifies first",
    Nest: "a guard on the route, NumipaySignatureGuard or your own; a global guard may skip routes marked public",
    Fastify: "verify in preHandler and return reply.code(401).send()",
  },
};

/** Nothing that a stranger posts is the server's fault. */
export const refuseGarbage: Advice = {
  change:
    "Check the signature's form before the body is parsed, catch what JSON.parse throws, limit the size, and answer 400, " +
    "401, 413 or 415: a 5xx wakes somebody at night for a stranger's typing.",
  hints: {
    Express:
      "an error handler that passes error.status on (body-parser sets it); JSON.parse inside try",
    Koa: "ctx.throw(400) in the body parser's onerror; a try around JSON.parse",
    Nest: "an exception filter that keeps the status of body-parser's errors; no throw of plain Error in a guard",
    Fastify: "setErrorHandler that keeps error.statusCode",
  },
};

/** POST and nothing else. */
export const onlyPost: Advice = {
  change: "Answer 405 (or 404) to every method but POST.",
  hints: {
    Express: "app.post(path, …) and not app.all or app.use",
    Koa: "router.post(path, …)",
    Nest: "@Post() and not @All()",
    Fastify: "app.post(path, …)",
  },
};

/** Acknowledge what was done before. */
export const acknowledgeAgain: Advice = {
  change:
    "Answer 200 to what was applied before: the gateway does not send it because it doubts, but because your answer was lost. " +
    "A 5xx or 4xx makes it send the same again up to 15 times.",
};

/** Remember what was applied, where it cannot be forgotten. */
export const applyOnce: Advice = {
  change:
    "Record transaction_type, transaction_id and status with the credit, in one database transaction, and skip what is " +
    "recorded. Records must not expire: a delivery bears no time, so an old one can come back on any day.",
  hints: {
    Express: "numipayWebhook({ inbox }) claims each change once before your handler runs",
    Koa: "numipayWebhook({ inbox }) claims each change once before your handler runs",
    Nest: "NumipayModule.forRoot({ inbox }) claims each change once before @OnNumipayEvent runs",
    Fastify: "numipayWebhook({ inbox }) claims each change once before your handler runs",
  },
};

/** Let the database decide who is first. */
export const applyOnceAtOnce: Advice = {
  change:
    "Asking first and writing later lets two deliveries pass between the two. Insert the record with a unique constraint " +
    "first (on conflict do nothing), and credit only if the row is yours, in the same transaction; answer 503 while " +
    "another delivery of it is in progress.",
  hints: applyOnce.hints ?? {},
};

/** A 2xx says: it is in the books. */
export const failLoudly: Advice = {
  change:
    "Answer 2xx only after the credit is committed; let what throws become a 500, so that the gateway sends it again. " +
    "A catch that answers 200 throws the payment away.",
  hints: {
    Express: "await the credit before response.sendStatus(200), and no catch around it",
    Koa: "await the credit, and no try around next() that sets a 2xx",
    Nest: "no exception filter that turns errors of this route into 200; await in the handler",
    Fastify: "await the credit before reply.send(), and no catch around it",
  },
};

/** The status decides, and unknown words decide nothing. */
export const readTheStatus: Advice = {
  change:
    'Credit only transaction_type "deposit" with status "successful". Acknowledge everything else that is rightly signed, ' +
    "and note words that you do not know for a person.",
};

/** A final status stays. */
export const keepFinal: Advice = {
  change:
    "Order is not promised: never let pending replace a final status. Where a final one contradicts another, acknowledge " +
    "it and show it to a person.",
};

/** Work behind the answer. */
export const answerSoon: Advice = {
  change:
    "Record the delivery durably and answer, and do what takes long (mail, PDF, other services) in a job. Whoever waits " +
    "gives up, and sends it again while the first is still running.",
};
