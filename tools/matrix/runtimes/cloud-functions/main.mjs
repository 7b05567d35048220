// HTTP functions of Google Cloud: the framework parses each body and keeps its bytes as rawBody.
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { numipayWebhook } from "@numipay/express";
import express from "express";
import { onEvent, onOutcome, print } from "play";
import { serve } from "play/serve";

await serve("an Express app", () => {
  http("app", express().use(numipayWebhook({ onOutcome }).on("*", onEvent)));
  return getTestServer("app");
});

await serve("the webhook as the function", () => {
  const [handle] = numipayWebhook({ path: "*", onOutcome }).on("*", onEvent);
  http("webhook", handle);
  return getTestServer("webhook");
});
print({ ready: true });
