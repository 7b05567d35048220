import type { NumipayLogger } from "../protocol/log/numipay-logger.js";
import { toLog } from "../protocol/log/to-log.js";

/** The default path of an adapter's webhook. */
export const defaultWebhookPath = "/webhooks/numipay";

/** The `path` of a webhook that serves every request. */
const anyPath = "*";

/** A path as written by a user, with a slash at its start and none at its end. */
export function toWebhookPath(path: string): string {
  return path === anyPath ? path : `/${withoutEndSlashes(path).replace(/^\//, "")}`;
}

/** True if a request's path is the webhook's, or the webhook's is `"*"`. Trailing slashes are ignored. */
export function isWebhookPath(path: string | null | undefined, webhookPath: string): boolean {
  // The path is empty if the host rewrote the URL to a query only.
  return (
    webhookPath === anyPath || withoutEndSlashes(path ?? "") === withoutEndSlashes(webhookPath)
  );
}

/** Not with `/\/+$/`, which takes quadratic time in the number of slashes in a path. */
function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}

/**
 * Warns about a mount point whose end the webhook's path repeats, because the webhook then serves `/api/api/webhooks` and not
 * `/api/webhooks`.
 *
 * @param prefix the path of the mount point, such as `"/api"`
 */
export function warnOfRepeatedPrefix(
  prefix: string,
  webhookPath: string,
  logger?: NumipayLogger,
): void {
  if (webhookPath === anyPath) return;
  const mount = toSegments(prefix);
  const path = toSegments(webhookPath);
  const repeated = countRepeated(mount, path);
  if (repeated === 0) return;
  const relative = path.slice(repeated);
  toLog(logger).warn(
    `the webhook is mounted at ${toPath(mount)} and serves ${toPath([...mount, ...path])}, because its path is relative to ` +
      `the mount point. To serve ${toPath([...mount, ...relative])}, set path to "${toPath(relative)}".`,
  );
}

/** The number of segments at the end of a mount point with which a path begins. */
function countRepeated(mount: readonly string[], path: readonly string[]): number {
  const counts = path.map((_, index) => path.length - index);
  const isRepeated = (count: number): boolean =>
    count <= mount.length && mount.slice(-count).every((segment, index) => segment === path[index]);
  return counts.find(isRepeated) ?? 0;
}

function toPath(segments: readonly string[]): string {
  return `/${segments.join("/")}`;
}

/** The end of a webhook's URLs. */
export interface PathEnd {
  /** The segments in lower case; undefined for a parameter. */
  readonly segments: readonly (string | undefined)[];
  /** The exact end of the URL; undefined if it has a parameter. */
  readonly text: string | undefined;
}

/**
 * The end of a webhook's URLs, whatever prefix the host adds. Undefined for a path with wildcards or patterns, because any URL may
 * match.
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

/** True if a URL may be a webhook's. Case and slashes are ignored, because routers treat them differently. */
export function endsWithPath(url: string, { segments: end, text }: PathEnd): boolean {
  // The fast paths, which are enough for the gateway's requests.
  if (url === text) return true;
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
