import { Numipay } from "@numipay/core";
import {
  UndiciInstrumentation,
  type UndiciInstrumentationConfig,
} from "@opentelemetry/instrumentation-undici";
import { expect, it, onTestFinished } from "vitest";
import { toOutline } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { order } from "./open-shop.js";
import { startSandbox } from "./start-sandbox.js";

/** Calls the gateway and another server with OpenTelemetry's instrumentation of undici, which is Node's `fetch`. */
async function callWithUndici(toConfig: (baseUrl: string) => UndiciInstrumentationConfig) {
  const { tracerProvider, spans } = registerSdk();
  instrument({ includeIds: false });
  const { apiKey, baseUrl } = await startSandbox();
  const other = await startSandbox();
  const undici = new UndiciInstrumentation(toConfig(baseUrl));
  undici.setTracerProvider(tracerProvider);
  onTestFinished(() => undici.disable());
  const numipay = new Numipay({ apiKey, baseUrl });
  await numipay.payments.hostedCheckout(order);
  await numipay.transactions.status(order.tracking_id);
  await (await fetch(other.baseUrl)).arrayBuffer();
  return { baseUrl, spans: spans(), outline: toOutline(spans()).replaceAll(/ \S+=\S+/g, "") };
}

it("has a span of undici below that of each request", async () => {
  const { baseUrl, spans, outline } = await callWithUndici(() => ({
    headersToSpanAttributes: { requestHeaders: ["traceparent"] },
  }));
  expect(outline).toBe(`
INTERNAL numipay payments.hostedCheckout
  CLIENT POST /payments/hosted
    CLIENT POST
INTERNAL numipay transactions.status
  CLIENT GET /transactions/{id}
    CLIENT GET
CLIENT GET
`);
  // What the README warns of.
  const status = spans.find(({ attributes }) => String(attributes["url.path"]).includes("order-1"));
  expect(status?.attributes["url.full"]).toBe(`${baseUrl}/transactions/order-1`);
  expect(String(status?.attributes["http.request.header.traceparent"])).toContain(
    status?.spanContext().traceId,
  );
});

it("has one span of each request if undici ignores the gateway", async () => {
  const { spans, outline } = await callWithUndici((baseUrl) => {
    const gateway = new URL(baseUrl).origin;
    return { ignoreRequestHook: ({ origin }) => origin === gateway };
  });
  expect(outline).toBe(`
INTERNAL numipay payments.hostedCheckout
  CLIENT POST /payments/hosted
INTERNAL numipay transactions.status
  CLIENT GET /transactions/{id}
CLIENT GET
`);
  expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain("order-1");
});
