import { operations } from "@numipay/core/protocol";
import { sendRequest } from "./send-request.js";
import type { KnownValues, ServedSandbox } from "./served-sandbox.js";

const order = (id: string) => ({
  tracking_id: id,
  user_id: "u-1",
  currency: "EUR",
  amount: "5.00",
});

type PaymentOperation = "hostedCheckout" | "direct" | "serverToServer" | "requestPayout";

/** One payment of each kind, so that no page is empty. */
const payments: Record<PaymentOperation, Record<string, string>> = {
  hostedCheckout: order("hosted-1"),
  direct: { ...order("direct-1"), provider_id: "northbank" },
  serverToServer: {
    ...order("card-1"),
    card_number: "4000000000003220",
    card_holder: "A",
    expiry_month: "12",
    expiry_year: "2030",
    cvv: "123",
  },
  requestPayout: order("payout-1"),
};

/** The most pages to read. */
const mostPages = 60;

/**
 * Collects the names and values that the sandbox itself uses. Forms and links are read from its pages, so a new field is
 * fuzzed without being listed here.
 */
export async function collectValues(served: ServedSandbox): Promise<KnownValues> {
  const values = new Map<string, Set<string>>();
  const add = (name: string, ...found: string[]) => {
    const known = values.get(name) ?? new Set<string>();
    for (const value of found) known.add(value);
    values.set(name, known);
  };
  const send = createSender(served.url);
  const pages = await createPayments(served, send, add);
  await readPages(served, send, add, pages);
  add("id", "hosted-1");
  add("ruleId", ...(values.get("id") ?? []));
  add("provider", "northbank", "cardo");
  add("name", "style.css", "live.js");
  add("action", "pay", "fail", "leave", "confirm");
  add("card_number", ...served.cards);
  add("expiry", "12/30");
  add("from", "01-01-2026", "2026-01-01");
  add("to", "02-01-2026", "2026-01-02");
  return new Map([...values].map(([name, found]) => [name, [...found]]));
}

type Add = (name: string, ...found: string[]) => void;
type Send = (
  method: string,
  target: string,
  headers?: Record<string, string>,
  body?: string,
) => Promise<string>;

function createSender(url: string): Send {
  const { host, port } = new URL(url);
  return async (method, target, headers = {}, body = "") => {
    const lines = Object.entries({ Host: host, Connection: "close", ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const length = method === "POST" ? `Content-Length: ${body.length}\r\n` : "";
    const text = `${method} ${target} HTTP/1.1\r\n${head}${length}\r\n${body}`;
    const response = await sendRequest(text, { port: Number(port) });
    return response.body.toString();
  };
}

/** Creates the payments and completes one. Returns the paths of their pages. */
async function createPayments(
  { url, apiKey }: ServedSandbox,
  send: Send,
  add: Add,
): Promise<string[]> {
  const json = { "X-Api-Key": apiKey, "Content-Type": "application/json" };
  const pages: string[] = [];
  for (const [name, request] of Object.entries(payments)) {
    const { path } = operations[name as PaymentOperation];
    const response = await send("POST", path, json, JSON.stringify({ request }));
    const { pathname } = new URL((JSON.parse(response) as { url: string }).url);
    pages.push(pathname);
    add("token", pathname.split("/")[2] ?? "");
    for (const [field, value] of Object.entries(request)) add(field, value);
  }
  const form = { Origin: url, "Content-Type": "application/x-www-form-urlencoded" };
  // A completed payment has deliveries and their attempts.
  await send("POST", `${pages[0]}/northbank`, form, "action=pay");
  const rule = "provider_id=northbank&direction=&currencies=EUR&countries=DE&enabled=yes";
  await send("POST", "/portal/provider-rules/create", form, rule);
  return pages;
}

/** Reads the given pages, every page without parameters, and the pages that they link to. */
async function readPages({ routes }: ServedSandbox, send: Send, add: Add, pages: string[]) {
  const plain = routes.filter(({ method, path }) => method === "GET" && !/[:*]/.test(path));
  const toRead = [...plain.map(({ path }) => path), ...pages];
  const seen = new Set(toRead);
  for (const path of toRead) {
    // The event stream is not a page.
    if (path.endsWith("/changes")) continue;
    const html = await send("GET", path);
    for (const { name, value } of findFields(html)) add(name, value);
    for (const link of findLinks(html)) {
      const [, area = "", , id = ""] = link.split("/");
      if (area === "portal" && id !== "") add("id", id);
      if (!seen.has(link) && seen.size < mostPages) {
        seen.add(link);
        toRead.push(link);
      }
    }
  }
}

function findFields(html: string) {
  return [...html.matchAll(/<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"[^>]*>/g)].map(
    ([tag, name = ""]) => ({ name, value: /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? "" }),
  );
}

function findLinks(html: string): string[] {
  return [...html.matchAll(/\bhref="(\/[^"?#]*)/g)].map(([, path = ""]) => path);
}
