// @ts-check
// A scripted passenger: goes through the office and the provider's page as a browser does, over HTTP. What stands in the
// pages is all that is known here.

export type Passenger = ReturnType<typeof createPassenger>;

export function createPassenger() {
  let page = { url: "about:blank", status: 0, text: "" };

  async function load(address: string | URL, init?: RequestInit) {
    const url = new URL(address, page.url === "about:blank" ? undefined : page.url);
    const answer = await fetch(url, { ...init, redirect: "manual" }).catch(() => undefined);
    page = { url: url.href, status: answer?.status ?? 0, text: (await answer?.text()) ?? "" };
    const next = answer?.headers.get("location");
    // The provider is another origin; a browser goes there, and back, without being told.
    if (next) await load(new URL(next, url));
  }

  return {
    page: () => page,

    /** What the ticket's page says, such as "confirmed". */
    state: () => /data-state="([\w-]+)"/.exec(page.text)?.[1],

    open: (address: string) => load(address),
    reload: () => load(page.url),

    /** Follows the link with these words. */
    async follow(words: string) {
      const link = tags(page.text, "a").find(({ inside }) => inside.includes(words));
      if (link === undefined) throw new Error(`${page.url} has no link "${words}"`);
      await load(link.attributes.href ?? "");
    },

    /** Presses the button that begins with these words, its form filled in. */
    async press(words: string, typed: Record<string, string> = {}) {
      const found = tags(page.text, "form")
        .map((form) => ({ form, button: buttonIn(form.inside, words) }))
        .find(({ button }) => button !== undefined);
      if (found?.button === undefined) throw new Error(`${page.url} has no button "${words}"`);
      await load(found.form.attributes.action ?? "", {
        method: "POST",
        headers: { origin: new URL(page.url).origin },
        body: new URLSearchParams({
          ...filledIn(found.form.inside),
          ...named(found.button.attributes),
          ...typed,
        }),
      });
    },
  };
}

function buttonIn(text: string, words: string) {
  return tags(text, "button").find(({ inside }) => inside.trim().startsWith(words));
}

/** What a form sends if nobody touches it. */
function filledIn(text: string) {
  const inputs = [...text.matchAll(/<input\b([^<>]*)>/g)].map(([, inside = ""]) => inside);
  const sent = inputs.filter((input) => !/type="radio"/.test(input) || /\schecked\b/.test(input));
  return Object.assign({}, ...sent.map((input) => named(readAttributes(input))));
}

const named = ({ name, value = "" }: Record<string, string>): Record<string, string> =>
  name === undefined ? {} : { [name]: value };

/** Elements of a name that do not hold each other. */
function tags(text: string, name: string) {
  // oxlint-disable-next-line numipay/no-dynamic-regexp -- reads the pages of this app alone
  const all = text.matchAll(new RegExp(`<${name}\\b([^>]*)>([^]*?)</${name}\\s*>`, "g"));
  return [...all].map(([, attributes = "", inside = ""]) => {
    return { attributes: readAttributes(attributes), inside };
  });
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(?<![\w-])([\w-]+)="([^"]*)"/g)];
  return Object.fromEntries(
    pairs.map(([, name, value = ""]) => [
      name,
      value
        .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
        .replaceAll("&quot;", '"')
        .replaceAll("&amp;", "&"),
    ]),
  );
}
