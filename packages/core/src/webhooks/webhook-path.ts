/** Where an adapter serves deliveries. */
export const defaultWebhookPath = "/webhooks/numipay";

/** The `path` of a webhook that serves every request that reaches it. */
const anyPath = "*";

/** True when a request's path is the webhook's, or the webhook's is `"*"`. A slash at the end does not count. */
export function isWebhookPath(path: string | null | undefined, webhookPath: string): boolean {
  // Node has no path for a URL that the host rewrote to a mere query.
  return (
    webhookPath === anyPath || withoutEndSlashes(path ?? "") === withoutEndSlashes(webhookPath)
  );
}

/** Not by a pattern: the time of `/\/+$/` grows with the square of the slashes that a sender puts into a path. */
function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}

/** How a webhook's URLs end. */
export interface PathEnd {
  /** The segments, lower-case; undefined where one of them is a parameter. */
  readonly segments: readonly (string | undefined)[];
  /** The end as the gateway sends it; undefined where there is a parameter. */
  readonly text: string | undefined;
}

/**
 * What a webhook's URLs end with, whatever prefix the host puts before them. Undefined for a path with wildcards or
 * patterns: any URL may be one.
 */
export function toPathEnd(webhookPath: string): PathEnd | undefined {
  const segments = toSegments(webhookPath);
  if (segments.some((segment) => /[*(){}?+|]/.test(segment))) return undefined;
  const hasParameter = segments.some((segment) => segment.includes(":"));
  return {
    segments: segments.map((one) => (one.includes(":") ? undefined : one.toLowerCase())),
    text: hasParameter ? undefined : `/${segments.join("/")}`,
  };
}

/** True when a URL may be a webhook's. Routers differ in case and slashes, so neither counts. */
export function endsWithPath(url: string, { segments: end, text }: PathEnd): boolean {
  // What the gateway sends needs no more than this.
  if (text !== undefined && url.endsWith(text) && !/[?#;]/.test(url)) return true;
  const segments = toSegments(toPlainPath(url));
  const start = segments.length - end.length;
  return (
    start >= 0 &&
    end.every(
      (wanted, at) => wanted === undefined || segments[start + at]?.toLowerCase() === wanted,
    )
  );
}

function toPlainPath(url: string): string {
  const query = url.search(/[?#;]/);
  const path = query === -1 ? url : url.slice(0, query);
  if (!path.includes("%")) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function toSegments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
