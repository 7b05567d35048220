import type { Random } from "../random.js";
import { operations } from "@numipay/core/protocol";
import { hostileBodies, hostileBytes, hostileTexts, markup } from "../hostile-values.js";

const methods = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "CONNECT",
  "PROPFIND",
  "M-SEARCH",
  "QUERY",
  "FOO",
  "get",
];
const types = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data; boundary=x",
};
const oddTypes = [
  "",
  "text/plain",
  "application/jsonp",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "a\tb",
];
const oddHeaders = [
  "Expect: 100-continue",
  "Expect: a miracle",
  "Upgrade: websocket\r\nSec-WebSocket-Key: a",
  "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
  "Range: bytes=0-1,5-",
  "Accept-Encoding: gzip, br;q=0",
  "If-None-Match: *",
  "If-Modified-Since: x",
  "X-HTTP-Method-Override: DELETE",
  "X-Forwarded-Host: <zz9>",
  "Content-Encoding: gzip",
  "Last-Event-ID: 99999999999999999999",
  "Sec-Fetch-Site: cross-site",
  "Authorization: Basic %%%",
  `X-Long: ${"a".repeat(9000)}`,
];
const oddHosts = [
  "",
  "evil.example",
  "localhost.evil",
  "[",
  "127.0.0.1@evil",
  "[::1]:99999",
  "%00",
];

/**
 * Draws a request to a route: mostly a right one with a few hostile values in it, else it would never get past the
 * first check.
 */
export function drawRequest(random: Random, { route, values, apiKey, url }): DrawnRequest {
  const any = (name) => {
    const real = values.get(name) ?? [];
    return real.length > 0 && random.chance(0.5)
      ? random.one(real)
      : random.one(random.chance(0.8) ? hostileTexts : hostileBytes);
  };
  const method = random.chance(0.75) && route.method !== "ALL" ? route.method : random.one(methods);
  const { body, type } = drawBody(random, { route, values, any });
  const headers = [
    `Host: ${random.chance(0.97) ? new URL(url).host : random.one(oddHosts)}`,
    ...(random.chance(0.85) ? [`Origin: ${url}`] : []),
    ...(random.chance(0.85)
      ? [`X-Api-Key: ${apiKey}`]
      : [`X-Api-Key: ${toHeader(any("api_key"))}`]),
    ...(random.chance(0.9) ? [`Content-Type: ${type}`] : [`Content-Type: ${random.one(oddTypes)}`]),
    ...(random.chance(0.3)
      ? [
          `Cookie: sandbox_portal_notice=${encodeURIComponent(any("notice"))}; ${toHeader(any("x"))}`,
        ]
      : []),
    ...(random.chance(0.2) ? [random.one(oddHeaders)] : []),
    "Connection: close",
  ];
  return {
    method,
    target: drawTarget(random, { route, values, any, url }),
    headers,
    body: random.chance(0.9) || method === "GET" ? body : random.one(hostileBodies),
    framing: drawFraming(random, method),
    chunkBytes: random.one([1, 7, 1024, 100_000]),
  };
}

function drawFraming(random, method) {
  if (random.chance(method === "GET" || method === "HEAD" ? 0.7 : 0.1)) return "none";
  return random.one(["length", "length", "length", "chunked", "chunked", "short", "cut", "both"]);
}

function drawTarget(random, { route, values, any, url }) {
  const encode = (text) =>
    random.chance(0.8) ? encodeURIComponent(text) : toHeader(text).replace(/[ ?#]/g, "%20");
  const part = (name) => encode(any(name));
  // A router may match a route's own pattern twice.
  if (random.chance(0.02)) return random.one([route.path, "/*", "*"]);
  let path = route.path
    .replaceAll(/:(\w+)/g, (_, name) => part(name))
    .replaceAll("*", () => part("x"));
  if (random.chance(0.08)) {
    path = random.one([
      `/${path}`,
      `${path}/`,
      `${path}/..`,
      `/.${path}`,
      path.replaceAll("/", "\\"),
      path.toUpperCase(),
      `${url}${path}`,
      `http://evil.example${path}`,
      `${path}%`,
      `${path}/${"a/".repeat(3000)}`,
      "*",
      "",
    ]);
  }
  if (random.chance(0.4)) return path;
  const names = [...values.keys(), "account", "mode", "q", "days", "page", "limit", "before", "x"];
  const pairs = Array.from({ length: 1 + random.below(4) }, () => {
    const name = random.chance(0.9) ? random.one(names) : any("x");
    return `${encode(name)}${random.one(["", "", "", "[]", "[a]"])}=${part(name)}`;
  });
  return `${path}?${pairs.join("&")}`;
}

function drawBody(random, { route, values, any }) {
  const operation = Object.values(operations).find(({ path }) => path === route.path);
  if (operation !== undefined)
    return { type: types.json, body: drawJson(random, { operation, any }) };
  const names = [...values.keys()];
  const fields = new Map(
    Array.from({ length: random.below(8) }, () => {
      const name = random.chance(0.95) ? random.one(names) : random.one(hostileTexts);
      return [name, any(name)];
    }),
  );
  // Most forms of the cashier do nothing without one.
  if (random.chance(0.7)) fields.set("action", any("action"));
  if (random.chance(0.2)) return { type: types.multipart, body: toMultipart(fields) };
  return { type: types.form, body: new URLSearchParams([...fields]).toString() };
}

const goodFields = {
  tracking_id: "f",
  user_id: "u",
  currency: "EUR",
  amount: "1.00",
  provider_id: "northbank",
  card_number: "4242424242424242",
  card_holder: "A",
  expiry_month: "12",
  expiry_year: "2030",
  cvv: "123",
  transaction_id: "x",
};
const oddJson = [
  null,
  5,
  -0,
  1e308,
  true,
  [],
  {},
  { a: 1 },
  ["a"],
  "\ud800",
  "\u0000",
  "https://a/\u202e",
];

function drawJson(random, { operation, any }) {
  const { required, optional, envelope } = operation;
  const fields = Object.fromEntries(required.map((name) => [name, goodFields[name] ?? "x"]));
  if ("tracking_id" in fields) fields.tracking_id = `f-${random.below(1e9)}`;
  for (const name of random.some([...required, ...optional, "__proto__", "x"], 2)) {
    const value = random.chance(0.6) ? any(name) : random.one(oddJson);
    Object.defineProperty(fields, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  if (random.chance(0.2))
    fields.amount = random.one(["9".repeat(300), `${"9".repeat(40)}.99`, "0.01"]);
  if (random.chance(0.3))
    fields.return_url = random.one(["https://h/?a=1#b", `https://h/${markup}`, any("return_url")]);
  const text = JSON.stringify(envelope ? { request: fields } : fields);
  return Buffer.from(text).toString("latin1");
}

function toMultipart(fields) {
  const parts = [...fields].map(
    ([name, value]) =>
      `--x\r\nContent-Disposition: form-data; name="${name.replaceAll(/[\r\n"]/g, "")}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${parts.join("")}--x--\r\n`).toString("latin1");
}

/** A header's value holds no line break; other control characters are tried. */
function toHeader(text) {
  return Buffer.from(text.replaceAll(/[\r\n\0]/g, ""))
    .toString("latin1")
    .slice(0, 4000);
}

/** The request as it goes over the wire, each character one byte. */
export function toWire({ method, target, headers, body, framing, chunkBytes }) {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers];
  if (framing === "length") lines.push(`Content-Length: ${body.length}`);
  if (framing === "short") lines.push(`Content-Length: ${body.length + 10}`);
  if (framing === "both") lines.push(`Content-Length: ${body.length}`);
  const isChunked = framing === "chunked" || framing === "cut" || framing === "both";
  if (isChunked) lines.push("Transfer-Encoding: chunked");
  const head = `${lines.join("\r\n")}\r\n\r\n`;
  if (framing === "none") return head;
  if (!isChunked) return head + body;
  let chunks = "";
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.slice(at, at + chunkBytes);
    chunks += `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
  }
  return head + (framing === "cut" ? chunks.slice(0, -3) : `${chunks}0\r\n\r\n`);
}

export interface DrawnRequest {
  method: string;
  target: string;
  headers: string[];
  body: string;
  /** How the body is delimited; "short" and "cut" end early. */
  framing: string;
  chunkBytes: number;
}
