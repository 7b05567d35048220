import { gunzipSync, inflateSync } from "node:zlib";
import { operations } from "@numipay/core/protocol";
import { findControlCharacter } from "../check-text.js";
import type { RawResponse } from "./send-request.js";
import { isIncomplete, type RawRequest } from "./to-wire.js";

const apiPaths = Object.values(operations).map(({ path }) => path.replace("{id}", ""));
const isText = /^(text\/|application\/json|image\/svg)/;

/** Returns what is wrong with the response to a hostile request. */
export function checkResponse(
  request: Pick<RawRequest, "body" | "framing" | "target">,
  { status, head, headers, body, timedOut }: RawResponse,
): string | undefined {
  if (timedOut) return "no response in time";
  // The server may close the connection of an incomplete request.
  if (status === 0) return isIncomplete(request) ? undefined : "no response";
  if (status < 100 || status >= 500) return `status ${status}`;
  if (/[^\t\r\n\u0020-\u007e]/.test(head)) return "a header that is not printable ASCII";
  const header = (name: string) => headers.find(([known]) => known === name)?.[1] ?? "";
  if (headers.some(([name, value]) => name === "set-cookie" && value.startsWith("a=b"))) {
    return "an injected header";
  }
  const type = header("content-type");
  const isHtml = type.startsWith("text/html");
  if (isHtml && header("content-security-policy") === "") {
    return "a page without a content security policy";
  }
  if (type !== "" && header("x-content-type-options") !== "nosniff") {
    return "a response without nosniff";
  }
  if (!isText.test(type)) return undefined;
  const decoded = decode(body, header("content-encoding"));
  if (decoded === undefined) return "a body that is not in its content encoding";
  const text = decoded.toString("utf8");
  if (text.includes("\ufffd") && !request.body.includes("\xef\xbf\xbd") && !isHtml) {
    return "invalid UTF-8";
  }
  if (isHtml && /<zz9/i.test(text)) return "unescaped markup from a value";
  if (status >= 400 && text !== "" && isApiPath(request.target) && !isJsonType(type)) {
    return `an API error in ${type}`;
  }
  if (isJsonType(type) && text !== "" && !isJson(text)) return "invalid JSON";
  return findControlCharacter(text);
}

/** Returns undefined for bytes that do not decode. */
function decode(body: Buffer, encoding: string): Buffer | undefined {
  if (encoding === "" || body.length === 0) return body;
  try {
    return encoding === "gzip" ? gunzipSync(body) : inflateSync(body);
  } catch {
    return undefined;
  }
}

function isApiPath(target: string): boolean {
  const [path = ""] = target.split("?");
  return apiPaths.some((known) =>
    // An id is one segment. Longer paths are unknown, and have a page for browsers.
    known.endsWith("/")
      ? path.startsWith(known) && isSegment(path.slice(known.length))
      : path === known,
  );
}

function isSegment(text: string): boolean {
  return text !== "" && !text.includes("/");
}

function isJsonType(type: string): boolean {
  return type.startsWith("application/json");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
