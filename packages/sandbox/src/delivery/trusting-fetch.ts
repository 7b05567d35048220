import tls from "node:tls";

/** A fetch that trusts more than Node does, and its end. */
export interface TrustingFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly close: () => Promise<void>;
}

/**
 * Builds a fetch for receivers on HTTPS whose certificates a local authority has signed. Node's own fetch takes further
 * authorities from the environment alone.
 *
 * @param ca certificates of authorities, as PEM
 */
export async function createTrustingFetch(ca: readonly string[]): Promise<TrustingFetch> {
  // Loaded when it is wanted: most sandboxes deliver over HTTP, or in process.
  const { Agent, fetch } = await import("undici");
  const dispatcher = new Agent({ connect: { ca: [...trustedByNode(), ...ca] } });
  // Undici's types are not those of the global fetch, which is the same code.
  const send = fetch as unknown as (
    input: Parameters<typeof globalThis.fetch>[0],
    init: Omit<RequestInit, "dispatcher"> & { dispatcher: unknown },
  ) => Promise<Response>;
  return {
    fetch: (input, init) => send(input, { ...init, dispatcher }),
    close: () => dispatcher.destroy(),
  };
}

/** With those of NODE_EXTRA_CA_CERTS, where Node can list them (from 22.15 on). */
function trustedByNode(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: "default") => string[] };
  return getCACertificates?.("default") ?? tls.rootCertificates;
}
