import type { Settings } from "./settings.js";

/** The address of the gateway. */
export interface ServerAddress {
  /** The host name or IP address of the base URL. */
  readonly serverAddress: string;
  /** The port, also if it is the default one of the scheme. */
  readonly serverPort: number;
}

/** The address that a client sends to. */
export function toServerAddress({ connection }: Settings): ServerAddress {
  const { protocol, hostname, port } = connection().baseUrl;
  return {
    // An IPv6 address is in brackets only in a URL.
    serverAddress: hostname.replace(/^\[(.*)\]$/, "$1"),
    serverPort: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port),
  };
}
