import type { SandboxRoute } from "@numipay/sandbox";
import { hostileBodies } from "../hostile-values.js";
import type { Random } from "../random.js";
import { createRandomBody } from "./random-body.js";
import type { KnownValues, ServedSandbox } from "./served-sandbox.js";
import type { Framing, RawRequest } from "./to-wire.js";
import { createValueSource, toHeaderValue, type ValueSource } from "./value-source.js";

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
  'Accept: text/html;q=%%,;=,text/html;v="a,b',
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
const framings: readonly Framing[] = [
  "length",
  "length",
  "length",
  "chunked",
  "chunked",
  "short",
  "cut",
  "both",
];

export interface RequestContext extends Pick<ServedSandbox, "apiKey" | "url"> {
  route: SandboxRoute;
  values: KnownValues;
}

/** Returns a request to a route, mostly valid with a few hostile values: otherwise it would fail the first check. */
export function createRandomRequest(
  random: Random,
  { route, values, apiKey, url }: RequestContext,
): RawRequest {
  const source = createValueSource(random, values);
  const { any } = source;
  const method = random.chance(0.75) && route.method !== "ALL" ? route.method : random.one(methods);
  const { body, type } = createRandomBody(random, route.path, source);
  const headers = [
    `Host: ${random.chance(0.97) ? new URL(url).host : random.one(oddHosts)}`,
    ...(random.chance(0.85) ? [`Origin: ${url}`] : []),
    `X-Api-Key: ${random.chance(0.85) ? apiKey : toHeaderValue(any("api_key"))}`,
    `Content-Type: ${random.chance(0.9) ? type : random.one(oddTypes)}`,
    ...(random.chance(0.3) ? [createRandomCookie(source)] : []),
    // Pages and errors differ for browsers and programs.
    ...(random.chance(0.5) ? ["Accept: text/html,*/*;q=0.8"] : []),
    ...(random.chance(0.2) ? [random.one(oddHeaders)] : []),
    "Connection: close",
  ];
  return {
    method,
    target: createRandomTarget(random, route.path, url, source),
    headers,
    body: random.chance(0.9) || method === "GET" ? body : random.one(hostileBodies),
    framing: chooseFraming(random, method),
    chunkBytes: random.one([1, 7, 1024, 100_000]),
  };
}

function createRandomCookie({ any }: ValueSource): string {
  const notice = encodeURIComponent(any("notice"));
  return `Cookie: sandbox_portal_notice=${notice}; ${toHeaderValue(any("x"))}`;
}

function chooseFraming(random: Random, method: string): Framing {
  if (random.chance(method === "GET" || method === "HEAD" ? 0.7 : 0.1)) return "none";
  return random.one(framings);
}

function createRandomTarget(
  random: Random,
  pattern: string,
  url: string,
  { names: known, any }: ValueSource,
): string {
  const encode = (text: string) =>
    random.chance(0.8) ? encodeURIComponent(text) : toHeaderValue(text).replace(/[ ?#]/g, "%20");
  const encodeAny = (name: string) => encode(any(name));
  // A router could match the pattern of a route itself.
  if (random.chance(0.02)) return random.one([pattern, "/*", "*"]);
  let path = pattern
    .replaceAll(/:(\w+)/g, (_, name: string) => encodeAny(name))
    .replaceAll("*", () => encodeAny("x"));
  if (random.chance(0.08)) path = random.one(toOddPaths(path, url));
  if (random.chance(0.4)) return path;
  const names = [...known, "account", "mode", "q", "days", "page", "limit", "before", "x"];
  const pairs = Array.from({ length: 1 + random.below(4) }, () => {
    const name = random.chance(0.9) ? random.one(names) : any("x");
    return `${encode(name)}${random.one(["", "", "", "[]", "[a]"])}=${encodeAny(name)}`;
  });
  return `${path}?${pairs.join("&")}`;
}

function toOddPaths(path: string, url: string): string[] {
  return [
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
  ];
}
