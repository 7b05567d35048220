import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listen } from "../listen.js";
import { type OtlpMetrics, type OtlpTraces, toMetricLines, toSpans } from "./read-otlp.js";

/** Starts a receiver of OTLP over HTTP, as the OpenTelemetry Collector has one. Closed when the test ends. */
export async function startCollector() {
  const bodies: { path: string; body: string }[] = [];
  let notify = (): void => undefined;
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    response.setHeader("content-type", "application/json").end("{}");
    bodies.push({ path: request.url ?? "", body });
    notify();
  };
  const server = createServer((request, response) => void receive(request, response));
  const url = await listen(server);
  const received = <Payload>(path: string): Payload[] =>
    bodies.filter((one) => one.path === path).map(({ body }) => JSON.parse(body) as Payload);
  const traces = () => received<OtlpTraces>("/v1/traces");
  const metrics = () => received<OtlpMetrics>("/v1/metrics");
  return {
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
    /** Everything that was sent, as text. */
    everything: () => bodies.map(({ body }) => body).join("\n"),
    spans: () => traces().flatMap(toSpans),
    /** The metrics of each export. */
    metrics: () => metrics().map(toMetricLines),
    /** Resolves once this many exports of both kinds have arrived. */
    async arrived(counts: { traces: number; metrics: number }): Promise<void> {
      while (traces().length < counts.traces || metrics().length < counts.metrics) {
        await new Promise<void>((resolve) => {
          notify = resolve;
        });
      }
    },
  };
}
