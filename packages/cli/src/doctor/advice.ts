import type { Advice } from "./check.js";

const adapter = "or use the adapter: app.use(numipayWebhook())";

/** The signature covers the raw bytes. */
export const verifyRawBytes: Advice = {
  change:
    "Verify the raw bytes before anything parses them. Check that the signature password is the portal's, complete and " +
    "without surrounding whitespace, and that no proxy in front changes the body or removes the signature header.",
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
    "Compare the signature with the hash of the raw text first, then with that of JSON.stringify(JSON.parse(text)). The " +
    "gateway may have signed either. verifySignature() of @numipay/core checks both. If you use it, a proxy in front rewrites " +
    "the body.",
  hints: verifyRawBytes.hints ?? {},
};

/** The gateway may add fields. */
export const ignoreUnknownFields: Advice = {
  change: "Ignore fields that you do not know. The gateway may add one at any time.",
  hints: {
    Nest: "no ValidationPipe with forbidNonWhitelisted on the webhook's route",
    Fastify: "no additionalProperties: false in the route's schema",
  },
};

/** Without a verified signature, a delivery has no effect. */
export const verifyFirst: Advice = {
  change:
    "Respond with 401 before anything else happens, unless the signature header is exactly 40 upper-case hex digits and " +
    "equals the hash. Compare in constant time, and refuse to start without a signature password.",
  hints: {
    Express:
      "return after response.sendStatus(401), or the code below it still runs; @numipay/express verifies first",
    Koa: "ctx.status = 401 and no next(); @numipay/koa verifies first",
    Nest: "a guard on the route, NumipaySignatureGuard or your own; a global guard may skip routes marked public",
    Fastify: "verify in preHandler and return reply.code(401).send()",
  },
};

/** A malformed request is a client error. */
export const rejectMalformed: Advice = {
  change:
    "Check the signature's format before you parse the body, catch what JSON.parse throws, limit the size, and respond " +
    "with 400, 401, 413 or 415. A 5xx pages your on-call engineer for a stranger's request.",
  hints: {
    Express:
      "an error handler that passes error.status on (body-parser sets it); JSON.parse inside try",
    Koa: "ctx.throw(400) in the body parser's onerror; a try around JSON.parse",
    Nest: "an exception filter that keeps the status of body-parser's errors; no throw of plain Error in a guard",
    Fastify: "setErrorHandler that keeps error.statusCode",
  },
};

/** The gateway only sends POST. */
export const onlyPost: Advice = {
  change: "Respond with 405 (or 404) to every method except POST.",
  hints: {
    Express: "app.post(path, …) and not app.all or app.use",
    Koa: "router.post(path, …)",
    Nest: "@Post() and not @All()",
    Fastify: "app.post(path, …)",
  },
};

/** A duplicate means that the first response was lost. */
export const acknowledgeDuplicates: Advice = {
  change:
    "Respond with 200 to a delivery that you have already applied. The gateway sends a duplicate because your first " +
    "response was lost. A 4xx or 5xx makes it retry up to 15 times.",
};

/** Record what was applied, durably. */
export const applyOnce: Advice = {
  change:
    "Record transaction_type, transaction_id and status together with the credit, in one database transaction, and skip " +
    "recorded changes. Never expire the records: deliveries carry no timestamp, so an old one can arrive at any time.",
  hints: {
    Express: "numipayWebhook({ inbox }) claims each change once before your handler runs",
    Koa: "numipayWebhook({ inbox }) claims each change once before your handler runs",
    Nest: "NumipayModule.forRoot({ inbox }) claims each change once before @OnNumipayEvent runs",
    Fastify: "numipayWebhook({ inbox }) claims each change once before your handler runs",
  },
};

/** Let the database decide which delivery is first. */
export const applyOnceConcurrently: Advice = {
  change:
    "Reading first and writing later lets two concurrent deliveries both pass. Insert the record with a unique constraint " +
    "(on conflict do nothing) and credit only if the row was inserted, in the same transaction. Respond with 503 while " +
    "another delivery of the same change is in progress.",
  hints: applyOnce.hints ?? {},
};

/** A 2xx means that the credit is committed. */
export const failLoudly: Advice = {
  change:
    "Respond with 2xx only after the credit is committed. Let errors become a 500, so that the gateway retries. A catch " +
    "block that responds with 200 loses the payment.",
  hints: {
    Express: "await the credit before response.sendStatus(200), and no catch around it",
    Koa: "await the credit, and no try around next() that sets a 2xx",
    Nest: "no exception filter that turns errors of this route into 200; await in the handler",
    Fastify: "await the credit before reply.send(), and no catch around it",
  },
};

/** Only a successful deposit is credited. */
export const checkTypeAndStatus: Advice = {
  change:
    'Credit only transaction_type "deposit" with status "successful". Acknowledge every other correctly signed delivery, ' +
    "and log unknown values for review.",
};

/** A final status does not change. */
export const keepFinalStatus: Advice = {
  change:
    "Deliveries can arrive out of order: never replace a final status with pending. If one final status contradicts " +
    "another, acknowledge the delivery and flag it for review.",
};

/** Slow work runs after the response. */
export const respondQuickly: Advice = {
  change:
    "Record the delivery durably, respond, and run slow work (email, PDF, other services) in a background job. If the " +
    "gateway times out, it retries while the first delivery is still running.",
};
