// @ts-check
// Somebody who talks to the desk and to the gateway's pages, over HTTP.

/** Cards of the sandbox with a fixed result. */
export const cards = {
  good: cardOf("4242424242424242"),
  declined: cardOf("4000000000000002"),
  challenged: cardOf("4000000000003220"),
};

/** @param {string} card_number */
function cardOf(card_number) {
  return {
    card_number,
    card_holder: "Ada Tester",
    expiry_month: "12",
    expiry_year: "2030",
    cvv: "123",
  };
}

/** @param {string} deskUrl @param {Record<string, string>} [headers] sent with every request to the desk */
export function createPerson(deskUrl, headers = {}) {
  /** @param {string} path @param {RequestInit} init */
  async function send(path, init) {
    const answer = await fetch(new URL(path, deskUrl), { redirect: "manual", ...init });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    /** @type {Record<string, any>} */
    const body = isJson ? JSON.parse(text) : {};
    return { status: answer.status, text, body, location: answer.headers.get("location") };
  }

  return {
    /** @param {string} path */
    get: (path) => send(path, { headers }),
    /** @param {string} path @param {object} [body] */
    post: (path, body = {}) =>
      send(path, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    /** Posts a form as a page of that origin does. @param {string} url @param {Record<string, string>} fields @param {string} [origin] */
    submit: (url, fields, origin = new URL(url, deskUrl).origin) =>
      send(url, {
        method: "POST",
        headers: { ...(url.startsWith("/") ? headers : {}), origin },
        body: new URLSearchParams(fields),
      }),
  };
}
