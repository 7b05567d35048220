// Applies a filter while the user changes it, and keeps it in the URL. Back returns to the filter before: a choice is one
// entry of the history, and so is a text that is typed in one go.
import { closest } from "./find.js";
import { redrawNow } from "./redraw.js";

const typingDelayMs = 150;

let timer: ReturnType<typeof setTimeout> | undefined;
/** The field whose text has an entry of the history already. */
let typed: EventTarget | null = null;

type Field = HTMLInputElement | HTMLSelectElement;

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (control): control is Field =>
      (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) &&
      control.name !== "",
  );
}

function applyFilter(form: HTMLFormElement, field: EventTarget | null): void {
  clearTimeout(timer);
  const search = new URLSearchParams();
  for (const { name, value } of fieldsOf(form)) if (value !== "") search.set(name, value);
  const query = search.toString();
  const next = location.pathname + (query && `?${query}`);
  if (next === location.pathname + location.search) return;
  if (field !== null && field === typed) history.replaceState(null, "", next);
  else history.pushState(null, "", next);
  typed = field instanceof HTMLInputElement ? field : null;
  redrawNow();
}

/** Sets the fields to the values in the URL. Empty ones are not in it. */
function readFilter(): void {
  const search = new URLSearchParams(location.search);
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filter]")) {
    for (const field of fieldsOf(form)) field.value = search.get(field.name) ?? "";
  }
}

/** Starts to apply the filters of the page's forms. */
export function applyFilters(): void {
  document.addEventListener("input", (event) => {
    const form = closest<HTMLFormElement>(event, "form[data-filter]");
    if (form === null) return;
    clearTimeout(timer);
    timer = setTimeout(() => applyFilter(form, event.target), typingDelayMs);
  });
  document.addEventListener("submit", (event) => {
    const form = closest<HTMLFormElement>(event, "form[data-filter]");
    if (form === null) return;
    event.preventDefault();
    applyFilter(form, document.activeElement);
  });
  document.addEventListener("focusout", () => {
    typed = null;
  });
  addEventListener("popstate", () => {
    clearTimeout(timer);
    typed = null;
    readFilter();
    redrawNow();
  });
}
