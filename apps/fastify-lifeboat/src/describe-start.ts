export interface Start {
  /** The service's own. */
  url: string;
  /** The gateway's. */
  baseUrl: string;
  /** The office's random token. Undefined if the environment sets one, which is not printed. */
  officeToken: string | undefined;
}

/** The lines that the program prints when it listens. They fit into 80 columns. */
export function describeStart({ url, baseUrl, officeToken }: Start): string[] {
  return [
    ...portalLines(baseUrl),
    `Service   ${url}`,
    `Webhooks  ${url}/webhooks/numipay`,
    "          enter this URL in the merchant portal",
    `Office    ${url}/office`,
    `          authorization: Bearer ${officeToken ?? "and the token of OFFICE_TOKEN"}`,
    "Stop      Ctrl-C",
  ];
}

const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/** A gateway on loopback is probably the sandbox, whose portal is at /portal. The app cannot know. */
function portalLines(baseUrl: string): string[] {
  const { hostname, origin } = new URL(baseUrl);
  if (!loopbackHosts.includes(hostname)) return [`Gateway   ${baseUrl}`];
  return [`Portal    ${origin}/portal`, "          if the gateway at this address is the sandbox"];
}
