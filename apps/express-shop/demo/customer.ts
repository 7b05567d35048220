// @ts-check
// A scripted customer: goes through the shop and the cashier as a browser does, over HTTP. He reads the pages, follows
// their links and posts the forms that stand in them, and knows nothing of what is behind.

export interface Page {
  url: string;
  /** 0 where nobody answered. */
  status: number;
  text: string;
}

export type Customer = ReturnType<typeof createCustomer>;

/** @param headers sent with every request, such as a password */
export function createCustomer(headers: Record<string, string> = {}) {
  /** Cookies of each origin. */
  const cookies: Map<string, string> = new Map();
  let page: Page = { url: "about:blank", status: 0, text: "" };

  async function load(
    url: URL,
    init: { method?: string; headers?: Record<string, string>; body?: URLSearchParams },
  ): Promise<Page> {
    const cookie = cookies.get(url.origin);
    const answer = await fetch(url, {
      ...init,
      headers: { ...headers, ...init.headers, ...(cookie === undefined ? {} : { cookie }) },
      redirect: "manual",
    }).catch(() => undefined);
    if (answer === undefined) return { url: url.href, status: 0, text: "" };
    const [given] = answer.headers.getSetCookie();
    if (given !== undefined) cookies.set(url.origin, given.slice(0, given.indexOf(";")));
    const text = await answer.text();
    const next = answer.headers.get("location");
    if (next !== null) return load(new URL(next, url), {});
    return { url: url.href, status: answer.status, text };
  }

  return {
    /** What he sends to an origin to be known there. */
    cookieOf: (origin: string) => cookies.get(origin) ?? "",

    /** The page he is on. */
    page: () => page,

    /** What the page says of the order or the wallet, such as "paid". */
    state: () => /data-state="([\w-]+)"/.exec(page.text)?.[1],

    async open(url: string) {
      page = await load(new URL(url), {});
    },

    async reload() {
      page = await load(new URL(page.url), {});
    },

    /** Sends a form that no button on the page leads to. */
    async post(url: string) {
      page = await load(new URL(url), {
        method: "POST",
        headers: { origin: new URL(page.url).origin },
      });
    },

    /** Follows the first link whose text has these words. */
    async follow(words: string) {
      const link = elements(page.text, "a").find(({ inside }) => inside.includes(words));
      if (link === undefined) throw new Error(`${page.url} has no link "${words}"`);
      page = await load(new URL(link.attributes.href ?? "", page.url), {});
    },

    /** Presses the first button whose text or label begins with these words, with its form's fields filled in. */
    async press(words: string, fields: Record<string, string> = {}) {
      const found = findButton(page.text, words);
      if (found === undefined) throw new Error(`${page.url} has no button "${words}"`);
      page = await load(new URL(found.action ?? "", page.url), {
        method: "POST",
        headers: { origin: new URL(page.url).origin },
        body: new URLSearchParams({ ...found.fields, ...fields }),
      });
    },
  };
}

function findButton(text: string, words: string) {
  for (const form of elements(text, "form")) {
    const button = elements(form.inside, "button").find(({ attributes, inside }) =>
      (attributes["aria-label"] ?? inside.trim()).startsWith(words),
    );
    if (button === undefined) continue;
    const inputs = [...form.inside.matchAll(/<input\b([^<>]*)>/g)]
      .map(([, attributes = ""]) => readAttributes(attributes))
      .concat(button.attributes)
      .filter(({ name }) => name !== undefined);
    const fields = Object.fromEntries(inputs.map(({ name, value = "" }) => [name, value]));
    return { action: form.attributes.action, fields };
  }
  return undefined;
}

/** Elements of a name that do not hold each other. */
function elements(text: string, name: string) {
  // oxlint-disable-next-line numipay/no-dynamic-regexp -- reads the pages of this app alone
  return [...text.matchAll(new RegExp(`<${name}\\b([^>]*)>([^]*?)</${name}>`, "g"))].map(
    ([, attributes = "", inside = ""]) => ({ attributes: readAttributes(attributes), inside }),
  );
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(?<![\w-])([\w-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name, value = ""]) => [name, unescapeHtml(value)]));
}

function unescapeHtml(text: string) {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
