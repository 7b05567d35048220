// @ts-check
// Somebody who talks to the desk and to the gateway's pages, over HTTP.

/** Cards of the sandbox with a fixed result. */
export const cards = {
  good: cardOf("4242424242424242"),
  declined: cardOf("4000000000000002"),
  challenged: cardOf("4000000000003220"),
};

function cardOf(card_number: string) {
  return {
    card_number,
    card_holder: "Ada Tester",
    expiry_month: "12",
    expiry_year: "2030",
    cvv: "123",
  };
}

/** @param headers sent with every request to the desk */
export function createPerson(deskUrl: string, headers: Record<string, string> = {}) {
  async function send(path: string, init: RequestInit) {
    const answer = await fetch(new URL(path, deskUrl), { redirect: "manual", ...init });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    const body: Record<string, any> = isJson ? JSON.parse(text) : {};
    return { status: answer.status, text, body, location: answer.headers.get("location") };
  }

  return {
    get: (path: string) => send(path, { headers }),
    post: (path: string, body: object = {}) =>
      send(path, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    /** Posts a form as a page of that origin does. */
    submit: (
      url: string,
      fields: Record<string, string>,
      origin: string = new URL(url, deskUrl).origin,
    ) =>
      send(url, {
        method: "POST",
        headers: { ...(url.startsWith("/") ? headers : {}), origin },
        body: new URLSearchParams(fields),
      }),
  };
}
