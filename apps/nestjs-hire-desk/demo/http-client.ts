// An HTTP client for the desk and the gateway's pages.

/** The fields of the desk's JSON responses that the demo and the tests read. */
export interface DeskBody {
  id: string;
  state: string;
  error?: string;
  lastKnownState?: string;
  challengeUrl?: string;
  url?: string;
}

export interface CardForm {
  card_number: string;
  card_holder: string;
  expiry_month: string;
  expiry_year: string;
  cvv: string;
}

/** The sandbox's cards with a fixed result. */
export const cards = {
  good: createCard("4242424242424242"),
  declined: createCard("4000000000000002"),
  challenged: createCard("4000000000003220"),
};

function createCard(card_number: string): CardForm {
  return {
    card_number,
    card_holder: "Ada Tester",
    expiry_month: "12",
    expiry_year: "2030",
    cvv: "123",
  };
}

/** @param headers sent with every request to the desk */
export function createHttpClient(deskUrl: string, headers: Record<string, string> = {}) {
  async function send<Body>(path: string, init: RequestInit) {
    const response = await fetch(new URL(path, deskUrl), { redirect: "manual", ...init });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    const body = (isJson ? JSON.parse(text) : {}) as Body;
    return { status: response.status, text, body, location: response.headers.get("location") };
  }

  return {
    get: <Body = DeskBody>(path: string) => send<Body>(path, { headers }),
    post: (path: string, body: object = {}) =>
      send<DeskBody>(path, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    /** Posts a form as a browser on a page of `origin` does. */
    submit: (
      url: string,
      fields: Record<string, string>,
      origin: string = new URL(url, deskUrl).origin,
    ) =>
      send<DeskBody>(url, {
        method: "POST",
        headers: { ...(url.startsWith("/") ? headers : {}), origin },
        body: new URLSearchParams(fields),
      }),
  };
}
