import { raw } from "hono/html";
import type { ProviderKind } from "../storage/providers.js";

/** The sandbox's logo, an amber tile with a sand castle, so that it cannot be mistaken for the gateway's. */
const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="9" fill="#ffc247"/><path d="M6 28V17h3v2h3v-2h3v4h6v-4h3v2h3v-2h3v11h-9v-4a3 3 0 0 0-6 0v4z" fill="#2a1c00"/><path d="M18 17V7l6 2.5-6 2.5" fill="none" stroke="#2a1c00" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/></svg>`;

/** The logo as a data URL, for the favicon. */
export const markAddress = `data:image/svg+xml,${encodeURIComponent(mark)}`;

/** The logo inside a page. It is hidden from screen readers because the text beside it says the same. */
export const markIcon = raw(mark.replace("<svg", '<svg aria-hidden="true"'));

/** One icon for each kind of provider. */
export const providerIcons: Record<ProviderKind, ReturnType<typeof raw>> = {
  bank: line('<path d="M3 10 12 4l9 6M5 10v8m4.7-8v8m4.6-8v8M19 10v8M3 20h18"/>'),
  card: line('<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 10h19M6 15h4"/>'),
  wallet: line(
    '<path d="M19 8V6a2 2 0 0 0-2-2H5a2 2 0 0 0 0 4h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6"/><path d="M17 14h.01"/>',
  ),
};

/** A chevron for links. */
export const chevronIcon = line('<path d="m9 5 7 7-7 7"/>', "chevron");

/** The icons of the result page. */
export const verdictIcons = {
  good: line('<circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-7"/>', "verdict"),
  bad: line('<circle cx="12" cy="12" r="10"/><path d="m8.5 8.5 7 7m0-7-7 7"/>', "verdict bad"),
  waiting: line('<circle cx="12" cy="12" r="10"/><path d="M12 6.5V12l3.5 2"/>', "verdict"),
} as const;

function line(paths: string, className = ""): ReturnType<typeof raw> {
  return raw(
    `<svg class="${className}" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`,
  );
}
