import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";

/** A select field of a filter. The first option means any. */
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

/** Hidden fields that keep account and mode when a filter is submitted. */
export function scopeFields(address: string): Markup {
  const search = [...new URLSearchParams(address.split("?")[1])];
  return html`${search.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}

/** Links to the next page and back to the first. */
export function pager(links: { newest: string | undefined; older: string | undefined }): Markup {
  if (links.newest === undefined && links.older === undefined) return html``;
  return html`<p class="pages">
    ${links.newest === undefined ? html`<span></span>` : html`<a href="${links.newest}">Newest</a>`}
    ${links.older === undefined ? html`<span>End of list</span>` : html`<a href="${links.older}" rel="next">Older</a>`}
  </p>`;
}
