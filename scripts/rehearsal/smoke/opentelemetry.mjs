import { assertVerifies, servingReceiver, signaturePassword } from "./delivery.mjs";

export async function smoke(load) {
  const { AsyncLocalStorageContextManager } = await load("@opentelemetry/context-async-hooks");
  const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = await load(
    "@opentelemetry/sdk-trace-base",
  );
  const { context } = await load("@opentelemetry/api");
  const { createReceiver } = await load("@numipay/core");
  const { instrumentNumipay } = await load("@numipay/opentelemetry");
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  instrumentNumipay({ tracerProvider: new BasicTracerProvider({ spanProcessors }) });
  const credited = [];
  const receiver = createReceiver({ signaturePassword, onOutcome: () => undefined });
  receiver.on("deposit.successful", (event) => credited.push(event.amount));
  await servingReceiver(load, receiver, (url) => assertVerifies(url, credited));
  const names = exporter.getFinishedSpans().map(({ name }) => name);
  if (!names.includes("numipay webhook.handler")) throw new Error(`The spans are: ${names}`);
}
