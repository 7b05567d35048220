export interface Start {
  /** The ticket office's own. */
  url: string;
  /** The gateway's. */
  baseUrl: string;
}

/** The lines that the program prints when it listens. They fit into 80 columns. */
export function describeStart({ url, baseUrl }: Start): string[] {
  return [
    ...portalLines(baseUrl),
    `Ticket office  ${url}`,
    `Webhooks       ${url}/webhooks/numipay`,
    "               enter this URL in the merchant portal",
    "Stop           Ctrl-C",
  ];
}

const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/** A gateway on loopback is probably the sandbox, whose portal is at /portal. The app cannot know. */
function portalLines(baseUrl: string): string[] {
  const { hostname, origin } = new URL(baseUrl);
  if (!loopbackHosts.includes(hostname)) return [`Gateway        ${baseUrl}`];
  return [
    `Portal         ${origin}/portal`,
    "               if the gateway at this address is the sandbox",
  ];
}
