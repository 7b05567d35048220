import { createRequire } from "node:module";
import type { IncomingMessage } from "node:http";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import type { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";

// Once, because it patches the module when it is first required.
const http = new HttpInstrumentation({
  disableOutgoingRequestInstrumentation: true,
  // The sandbox is in the same process.
  ignoreIncomingRequestHook: ({ url = "" }: IncomingMessage) => !url.startsWith("/shop/"),
});
createRequire(import.meta.url)("node:http");

/** Creates spans for the requests below `/shop/`, as OpenTelemetry's own instrumentation of `node:http` does. */
export function instrumentHttp(tracerProvider: BasicTracerProvider): void {
  http.setTracerProvider(tracerProvider);
}
