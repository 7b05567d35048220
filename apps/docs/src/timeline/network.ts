import type { Exchange, Party } from "./recording.js";

/** What happens to the next delivery on its way: `lose-request`, it never arrives; `lose-response`, its response never does. */
export type Loss = "lose-request" | "lose-response";

export interface NetworkOptions {
  /** The current address of the shop. */
  shopUrl: () => string;
  /** The gateway. */
  gateway: typeof fetch;
  /** Called after each exchange, before the sender continues. */
  onExchange: (exchange: Exchange) => Promise<void>;
}

/** Nothing listens. The message of the error has the port, which differs each time. */
const refused = "Connection refused";

/** The network between gateway, shop and attacker. It notes every request with its response, and can lose them. */
export function createNetwork({ shopUrl, gateway, onExchange }: NetworkOptions) {
  let nextLoss: Loss | undefined;

  async function send(
    parties: Pick<Exchange, "from" | "to">,
    request: Request,
    forward: (request: Request) => Promise<Response>,
  ): Promise<Response> {
    const loss = nextLoss;
    nextLoss = undefined;
    const { pathname, search } = new URL(request.url);
    const sent = {
      ...parties,
      method: request.method,
      path: pathname + search,
      headers: toShownHeaders(request.headers),
      body: await request.clone().text(),
    };
    const fail = async (failure: string, response: Exchange["response"] = null): Promise<never> => {
      await onExchange({ ...sent, response, failure });
      throw new TypeError(failure);
    };
    if (loss === "lose-request") return fail("The request is lost");
    const response = await forward(request).catch(() => fail(refused));
    const received = { status: response.status, body: await response.clone().text() };
    if (loss === "lose-response") return fail("The response is lost", received);
    await onExchange({ ...sent, response: received, failure: null });
    return response;
  }

  const toShop =
    (from: Party): typeof fetch =>
    (input, init) =>
      send({ from, to: "shop" }, new Request(input, init), async (request) => {
        const { pathname } = new URL(request.url);
        const { method, headers } = request;
        return fetch(shopUrl() + pathname, { method, headers, body: await request.text() });
      });

  return {
    fromGateway: toShop("gateway"),
    fromAttacker: toShop("attacker"),
    fromShop: ((input, init) =>
      send({ from: "shop", to: "gateway" }, new Request(input, init), gateway)) as typeof fetch,
    loseNext: (loss: Loss) => {
      nextLoss = loss;
    },
  };
}

const shownHeaders = ["x-api-key", "x-signature"];

/** The headers that matter, shortened: a key must not be readable, and 40 digits say no more than 8. */
function toShownHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    shownHeaders
      .filter((name) => headers.has(name))
      .map((name) => {
        const value = headers.get(name) ?? "";
        return [name, `${name === "x-api-key" ? value.slice(0, 12) : value.slice(0, 8)}…`];
      }),
  );
}
