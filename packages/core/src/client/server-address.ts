import type { ServerAddress } from "./client-messages.js";
import type { Settings } from "./settings.js";

/** The address that a client sends to. */
export function toServerAddress({ connection }: Settings): ServerAddress {
  const { protocol, hostname, port } = connection().baseUrl;
  return {
    // An IPv6 address is in brackets only in a URL.
    serverAddress: hostname.replace(/^\[(.*)\]$/, "$1"),
    serverPort: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port),
  };
}
