import { operations } from "@numipay/core/protocol";
import { findControlCharacter } from "../check-text.js";

const apiPaths = Object.values(operations).map(({ path }) => path.replace("{id}", ""));
const isText = /^(text\/|application\/json|image\/svg)/;

/** What is wrong with an answer to a stranger's request. */
export function checkAnswer(
  request,
  { status, head, headers, body, isHanging },
): string | undefined {
  if (isHanging) return "no answer in time";
  // Half a request may be answered by a closed connection.
  const isHalf = request.framing === "short" || request.framing === "cut";
  if (status === 0) return isHalf ? undefined : "no answer";
  if (status < 100 || status >= 500) return `the status ${status}`;
  if (/[^\t\r\n\u0020-\u007e]/.test(head)) return "a header that is no printable ASCII";
  const header = (name) => headers.find(([known]) => known === name)?.[1] ?? "";
  if (headers.some(([name, value]) => name === "set-cookie" && value.startsWith("a=b"))) {
    return "an injected header";
  }
  const type = header("content-type");
  const isHtml = type.startsWith("text/html");
  if (isHtml && header("content-security-policy") === "") return "a page without a content policy";
  if (type !== "" && header("x-content-type-options") !== "nosniff") {
    return "an answer whose type browsers may guess";
  }
  if (!isText.test(type)) return undefined;
  const text = body.toString("utf8");
  if (text.includes("\ufffd") && !request.body.includes("\xef\xbf\xbd") && !isHtml)
    return "no UTF-8";
  if (isHtml && /<zz9/i.test(text)) return "markup out of a value";
  const [path = ""] = request.target.split("?");
  const isApi = apiPaths.some(
    (known) => path === known || (known.endsWith("/") && path.startsWith(known)),
  );
  if (isApi && status >= 400 && text !== "" && !type.startsWith("application/json")) {
    return `an error of the API in ${type}`;
  }
  if (type.startsWith("application/json") && text !== "" && !isJson(text)) return "no JSON";
  return findControlCharacter(text);
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
