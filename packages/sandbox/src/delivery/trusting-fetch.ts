import tls from "node:tls";

/** A fetch with additional certificate authorities. */
export interface TrustingFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly close: () => Promise<void>;
}

/**
 * Creates a fetch for HTTPS receivers whose certificates a local authority has signed. Node's own fetch takes additional
 * authorities only from the environment.
 *
 * @param ca certificates of authorities, as PEM
 */
export async function createTrustingFetch(ca: readonly string[]): Promise<TrustingFetch> {
  // Loaded lazily: most sandboxes deliver over HTTP or in process.
  const { Agent, fetch } = await import("undici");
  const dispatcher = new Agent({ connect: { ca: [...trustedByNode(), ...ca] } });
  // Undici's types differ from those of the global fetch, but the code is the same.
  const send = fetch as unknown as (
    input: Parameters<typeof globalThis.fetch>[0],
    init: Omit<RequestInit, "dispatcher"> & { dispatcher: unknown },
  ) => Promise<Response>;
  return {
    fetch: (input, init) => send(input, { ...init, dispatcher }),
    close: () => dispatcher.destroy(),
  };
}

/** Includes those of NODE_EXTRA_CA_CERTS if Node can list them (22.15 and later). */
function trustedByNode(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: "default") => string[] };
  return getCACertificates?.("default") ?? tls.rootCertificates;
}
