/**
 * Reads the address of a sandbox.
 *
 * @throws TypeError unless it is the origin of a server on this machine
 */
export function toSandboxUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError("--sandbox must be a URL, such as http://127.0.0.1:4010.");
  }
  if (!isLoopback(url.hostname)) {
    throw new TypeError(
      "--sandbox must be at a loopback address: localhost, 127.0.0.1 or [::1]. Tools of agents must not reach a real gateway.",
    );
  }
  if (url.href !== `${url.origin}/`) {
    throw new TypeError(
      "--sandbox must be an origin, without credentials, path, query and fragment. For example http://127.0.0.1:4010.",
    );
  }
  return url;
}

/** True for host names and addresses of this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
