import type { Route } from "../read-settings.js";

/**
 * The lines that the program prints when it listens. They fit into 80 columns, unless a route's URL is long. The relay does
 * not know the gateway's address, because it never calls it.
 */
export function describeStart(url: string, routes: readonly Route[]): string[] {
  return [
    `Relay     ${url}`,
    `Webhooks  ${url}/webhooks/numipay`,
    "          enter this URL in the merchant portal",
    ...routes.flatMap(({ pattern, url: target }, index) => [
      `${index === 0 ? "Routes    " : "          "}${pattern}`,
      `            to ${target}`,
    ]),
    "Stop      Ctrl-C",
  ];
}
