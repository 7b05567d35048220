// Shows over the content that it may be out of date, and disables what needs the sandbox.
import { find } from "./find.js";

/** Why the page is not up to date. */
export interface Outage {
  readonly reason: string;
  readonly updatedAt: Date;
  /** True if the user changed the filter since. */
  readonly isOtherFilter: boolean;
}

const banner = find<HTMLElement>("#outage");
let shown: string | undefined;
let disabled: HTMLInputElement[] = [];
let focused: HTMLElement | undefined;

export function showOutage({ reason, updatedAt, isOtherFilter }: Outage): void {
  const time = updatedAt.toLocaleTimeString("en-GB");
  const text = [
    `This page shows the state at ${time} on your clock.`,
    ...(isOtherFilter ? ["The list still shows the previous filter."] : []),
    "Filters and forms work again when the sandbox responds.",
  ].join(" ");
  disableForms();
  document.documentElement.classList.add("outdated");
  // The same alert must not be read out at each attempt to connect.
  if (shown === reason + text) return;
  shown = reason + text;
  const title = document.createElement("strong");
  title.textContent = reason;
  const details = document.createElement("p");
  details.textContent = text;
  banner.replaceChildren(title, details);
  banner.hidden = false;
}

/** Returns false if there was no outage. */
export function endOutage(): boolean {
  enableForms();
  document.documentElement.classList.remove("outdated");
  const wasShown = shown !== undefined;
  shown = undefined;
  banner.hidden = true;
  return wasShown;
}

function disableForms(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.closest("form") !== null) {
    focused = activeElement;
  }
  const controls = "form :is(button, input, select, textarea):enabled";
  for (const control of document.querySelectorAll<HTMLInputElement>(controls)) {
    control.disabled = true;
    disabled.push(control);
  }
}

/** Enables the forms as they were, with the focus: a disabled field keeps its text, but not the focus. */
export function enableForms(): void {
  for (const control of disabled) control.disabled = false;
  disabled = [];
  if (document.activeElement === document.body) focused?.focus({ preventScroll: true });
  focused = undefined;
}

// Firefox would remember the fields as disabled.
addEventListener("pagehide", enableForms);
