type Environment = Readonly<Record<string, string | undefined>>;

/** Where the request was sent, and how. */
interface ProxiedRequest {
  readonly url: URL;
  readonly proxyStatus?: number | undefined;
  readonly env?: Environment | undefined;
  readonly isDirect?: boolean | undefined;
  /** The version of Node. Defaults to that of the process, if it is Node. */
  readonly node?: NodeVersion | undefined;
}

type NodeVersion = readonly [major: number, minor: number];

/**
 * Explains the proxy variables of the environment, as a sentence. Undefined if none applies to the URL, or on a runtime that
 * always uses them.
 */
export function proxyHint({
  url,
  proxyStatus,
  env = globalThis.process?.env ?? {},
  isDirect = false,
  node = toNodeVersion(),
}: ProxiedRequest): string | undefined {
  const names =
    url.protocol === "https:" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy", "HTTP_PROXY"];
  const name = names.find((one) => (env[one] ?? "") !== "");
  if (node === undefined || name === undefined || isExempt(url, env)) return undefined;
  if (isDirect) {
    return isLoopback(url.hostname)
      ? undefined
      : `${name} is set, but this request never uses a proxy. Run it where the host is reachable directly.`;
  }
  const isUsed = env["NODE_USE_ENV_PROXY"] === "1" && supportsProxies(node);
  if (!isUsed) return isLoopback(url.hostname) ? undefined : ignoredHint(name, node);
  if (proxyStatus === 407) {
    return `The proxy of ${name} requires a login (407). Add its user and password to ${name}.`;
  }
  if (isLoopback(url.hostname)) {
    return `The request went to the proxy of ${name}. Add ${url.hostname} to NO_PROXY.`;
  }
  const refusal = proxyStatus === undefined ? "" : `, which refused it (${proxyStatus})`;
  return `The request went to the proxy of ${name}${refusal}. Check that the proxy runs and allows ${url.hostname}.`;
}

function ignoredHint(name: string, node: NodeVersion): string {
  return supportsProxies(node)
    ? `${name} is set, but Node's fetch ignores it. To use the proxy, set NODE_USE_ENV_PROXY=1.`
    : `${name} is set, but the fetch of Node ${node.join(".")} ignores it. To use the proxy, run Node 22.21, 24 or later with NODE_USE_ENV_PROXY=1.`;
}

function supportsProxies([major, minor]: NodeVersion): boolean {
  return major >= 24 || (major === 22 && minor >= 21);
}

/** Undefined on other runtimes, which also report a version of Node. */
function toNodeVersion(): NodeVersion | undefined {
  const { node, bun, deno } = (globalThis.process?.versions ?? {}) as Record<string, string>;
  if (node === undefined || bun !== undefined || deno !== undefined) return undefined;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  return [major, minor];
}

/** Reads `NO_PROXY` as Node does: names, `.suffix`, `*.suffix`, each with an optional port, or `*` for all. */
function isExempt({ hostname, port, protocol }: URL, env: Environment): boolean {
  const actualPort = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  return (env["no_proxy"] ?? env["NO_PROXY"] ?? "")
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const [, pattern = entry, onlyPort] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (onlyPort !== undefined && onlyPort !== actualPort) return false;
      const suffix = pattern.replace(/^\*?\./, ".");
      return (
        pattern === "*" ||
        hostname === pattern ||
        (suffix.startsWith(".") && hostname.endsWith(suffix))
      );
    });
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
