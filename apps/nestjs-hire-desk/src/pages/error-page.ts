import { html } from "../web/html.js";
import { page } from "./page.js";

const titles: Record<number, string> = {
  401: "The office is closed to visitors",
  403: "Request rejected",
  404: "Page not found",
};

const texts: Record<number, string> = {
  401: "Reload the page and enter the office's password.",
  404: "Check the address, or start again at the desk.",
};

/** What a browser shows instead of a JSON error. */
export function errorPage(status: number, message: string): string {
  const title = titles[status] ?? "Something went wrong";
  return page({
    title,
    content: html`<section class="sheet narrow">
      <div class="hazard"></div>
      <h1>${title}</h1>
      <p class="lead">${texts[status] ?? message}</p>
      <p><a class="button" href="/">Back to the desk</a></p>
    </section>`,
  });
}
