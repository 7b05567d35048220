import { createRequire } from "node:module";
import type { IncomingMessage } from "node:http";
import type { TracerProvider } from "@opentelemetry/api";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { onTestFinished } from "vitest";

const require = createRequire(import.meta.url);

/**
 * Creates spans for the requests that the shop receives, as OpenTelemetry's own instrumentation of `node:http` does. Those that the
 * sandbox receives in the same process are ignored.
 */
export function instrumentHttp(tracerProvider: TracerProvider): void {
  const http = new HttpInstrumentation({
    disableOutgoingRequestInstrumentation: true,
    ignoreIncomingRequestHook: ({ url = "" }: IncomingMessage) => !url.startsWith("/shop/"),
  });
  http.setTracerProvider(tracerProvider);
  // It patches the module when it is required.
  require("node:http");
  onTestFinished(() => http.disable());
}
