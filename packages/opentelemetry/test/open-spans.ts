import type { SpanProcessor } from "@opentelemetry/sdk-trace-base";

/** A span processor that counts the spans that are not ended. A server may end its span after the client has the response. */
export function createOpenSpans() {
  let open = 0;
  let waiting: (() => void)[] = [];
  const processor: SpanProcessor = {
    onStart: () => {
      open += 1;
    },
    onEnd: () => {
      open -= 1;
      if (open > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  /** Resolves once every span is ended. */
  const allEnded = (): Promise<void> =>
    open === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
  return { processor, allEnded };
}
