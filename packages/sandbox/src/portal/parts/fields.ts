import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** A choice of a filter; the first option stands for any. */
export function choice(field: {
  name: string;
  label: string;
  value: string | undefined;
  any: string;
  options: readonly (readonly [value: string, text: string])[];
}): Markup {
  const options = [["", field.any] as const, ...field.options];
  return html`<label
    >${field.label}
    <select name="${field.name}">
      ${options.map(
        ([value, text]) =>
          html`<option value="${value}" ${value === (field.value ?? "") ? "selected" : ""}>
            ${text}
          </option>`,
      )}
    </select></label
  >`;
}

/** What a filter must send along to stay in the same account and mode. */
export function scopeFields(address: string): Markup {
  const search = [...new URLSearchParams(address.split("?")[1])];
  return html`${search.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}

/** The way to the next page and back to the first. */
export function pager(links: { newest: string | undefined; older: string | undefined }): Markup {
  if (links.newest === undefined && links.older === undefined) return html``;
  return html`<p class="pages">
    ${links.newest === undefined ? html`<span></span>` : html`<a href="${links.newest}">Newest</a>`}
    ${links.older === undefined ? html`<span>That was all</span>` : html`<a href="${links.older}" rel="next">Older</a>`}
  </p>`;
}
