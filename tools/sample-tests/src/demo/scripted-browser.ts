// Visits pages over HTTP as a browser does: keeps cookies, follows links and redirects, and submits forms.
import { type Element, findElements, readFormFields } from "./read-html.js";

export interface Page {
  url: string;
  /** 0 if the server did not respond. */
  status: number;
  text: string;
}

export type ScriptedBrowser = ReturnType<typeof createScriptedBrowser>;

/** Sends the headers with every request, for example a password. */
export function createScriptedBrowser(headers: Record<string, string> = {}) {
  const cookiesByOrigin = new Map<string, string>();
  let page: Page = { url: "about:blank", status: 0, text: "" };

  async function request(url: URL, init: RequestInit = {}): Promise<Page> {
    const cookie = cookiesByOrigin.get(url.origin);
    const response = await fetch(url, {
      ...init,
      headers: {
        ...headers,
        ...(init.method === "POST" ? { origin: new URL(page.url).origin } : {}),
        ...(cookie === undefined ? {} : { cookie }),
      },
      redirect: "manual",
    }).catch(() => undefined);
    if (response === undefined) return { url: url.href, status: 0, text: "" };
    const newCookie = response.headers.getSetCookie()[0]?.split(";")[0];
    if (newCookie !== undefined) cookiesByOrigin.set(url.origin, newCookie);
    const text = await response.text();
    const location = response.headers.get("location");
    if (location !== null) return request(new URL(location, url));
    return { url: url.href, status: response.status, text };
  }

  async function load(address: string, init?: RequestInit): Promise<void> {
    const base = page.url === "about:blank" ? undefined : page.url;
    page = await request(new URL(address, base), init);
  }

  async function submit(
    isButton: (button: Element) => boolean,
    name: string,
    fields: Record<string, string> = {},
  ): Promise<void> {
    for (const form of findElements(page.text, "form")) {
      const button = findElements(form.content, "button").find(isButton);
      if (button === undefined) continue;
      const body = new URLSearchParams({ ...readFormFields(form, button), ...fields });
      return load(form.attributes["action"] ?? "", { method: "POST", body });
    }
    throw new Error(`${page.url} has no button "${name}"`);
  }

  return {
    page: () => page,

    cookieFor: (origin: string) => cookiesByOrigin.get(origin) ?? "",

    /** The `data-state` of the page, for example `paid`. */
    state: () => /data-state="([\w-]+)"/.exec(page.text)?.[1],

    open: (address: string) => load(address),
    reload: () => load(page.url),

    /** Sends an empty form to an address that no button on the page leads to. */
    post: (address: string) => load(address, { method: "POST" }),

    /** Follows the first link whose content includes the text. */
    async follow(text: string) {
      const link = findElements(page.text, "a").find(({ content }) => content.includes(text));
      if (link === undefined) throw new Error(`${page.url} has no link "${text}"`);
      await load(link.attributes["href"] ?? "");
    },

    /** Presses the first button whose label starts with the text. The fields replace those of the form. */
    press: (text: string, fields?: Record<string, string>) =>
      submit(
        ({ attributes, content }) => (attributes["aria-label"] ?? content.trim()).startsWith(text),
        text,
        fields,
      ),

    /** Cancels at the sandbox's cashier and returns to the app. */
    leaveCashier: () => submit(({ attributes }) => attributes["value"] === "leave", "leave"),
  };
}
