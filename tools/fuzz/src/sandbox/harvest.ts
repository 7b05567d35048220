import { operations } from "@numipay/core/protocol";
import { sendRequest } from "./send-request.js";

const order = (id) => ({ tracking_id: id, user_id: "u-1", currency: "EUR", amount: "5.00" });

/** A payment of each kind, so that every page has something to show. */
const payments = {
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

/**
 * What requests can be made of: names and values that the sandbox itself uses. Forms and links are read off its pages,
 * so that a new field is fuzzed without being listed here.
 */
export async function harvest({ url, apiKey, routes, cards }) {
  const { host, port } = new URL(url);
  const send = async (method, target, headers = {}, body = "") => {
    const lines = Object.entries({ Host: host, Connection: "close", ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const length = method === "POST" ? `Content-Length: ${body.length}\r\n` : "";
    const text = `${method} ${target} HTTP/1.1\r\n${head}${length}\r\n${body}`;
    return (await sendRequest(text, { port: Number(port) })).body.toString();
  };
  const values = new Map();
  const add = (name, ...found) => {
    const known = values.get(name) ?? new Set();
    for (const value of found) known.add(value);
    values.set(name, known);
  };

  const json = { "X-Api-Key": apiKey, "Content-Type": "application/json" };
  const pages = [];
  for (const [name, request] of Object.entries(payments)) {
    const answer = await send("POST", operations[name].path, json, JSON.stringify({ request }));
    const page = new URL(JSON.parse(answer).url);
    pages.push(page.pathname);
    add("token", page.pathname.split("/")[2]);
    for (const [field, value] of Object.entries(request)) add(field, value);
  }
  const form = { Origin: url, "Content-Type": "application/x-www-form-urlencoded" };
  // A finished payment has deliveries, with the attempts at them.
  await send("POST", `${pages[0]}/northbank`, form, "action=pay");
  const rule = "provider_id=northbank&direction=&currencies=EUR&countries=DE&enabled=yes";
  await send("POST", "/portal/provider-rules/create", form, rule);

  const plain = routes.filter(({ method, path }) => method === "GET" && !/[:*]/.test(path));
  const toRead = [...plain.map(({ path }) => path), ...pages];
  const seen = new Set(toRead);
  for (const path of toRead) {
    // The stream of changes is no page.
    if (path.endsWith("/changes")) continue;
    const html = await send("GET", path);
    for (const found of findFields(html)) add(found.name, ...found.values);
    for (const link of findLinks(html)) {
      const [, area = "", , id = ""] = link.split("/");
      if (area === "portal" && id !== "") add("id", id);
      if (!seen.has(link) && seen.size < 60) {
        seen.add(link);
        toRead.push(link);
      }
    }
  }
  add("id", "hosted-1");
  add("ruleId", ...(values.get("id") ?? []));
  add("provider", "northbank", "cardo");
  add("name", "style.css", "live.js");
  add("action", "pay", "fail", "leave", "confirm", "answer");
  add("card_number", ...cards);
  add("expiry", "12/30");
  add("from", "01-01-2026", "2026-01-01");
  add("to", "02-01-2026", "2026-01-02");
  // A key of an account is a form's value too, and without it no call gets far.
  return new Map([...values].map(([name, found]) => [name, [...found]]));
}

function findFields(html) {
  return [...html.matchAll(/<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"[^>]*>/g)].map(
    ([tag, name = ""]) => ({ name, values: [/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? ""] }),
  );
}

function findLinks(html) {
  return [...html.matchAll(/\bhref="(\/[^"?#]*)/g)].map(([, path = ""]) => path);
}
