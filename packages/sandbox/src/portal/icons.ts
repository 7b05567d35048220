import { raw } from "hono/html";

const paths = {
  transactions: '<path d="M4 7h13m0 0-3.5-3.5M17 7l-3.5 3.5M20 17H7m0 0 3.5-3.5M7 17l3.5 3.5"/>',
  deliveries: '<path d="m3.5 11.5 17-8-6.5 17-3-7.5z"/><path d="m11 13 4-4"/>',
  analytics: '<path d="M4 20V10m5.3 10V4m5.4 16v-8M20 20V7"/>',
  accounts:
    '<path d="M4 20V6l8-3 8 3v14M2.5 20h19M9 20v-5h6v5M8.5 9.5h.01M12 9.5h.01M15.5 9.5h.01"/>',
  credentials: '<circle cx="8" cy="15.5" r="4.5"/><path d="m11.5 12.5 9-9M17 7l3 3"/>',
  providers: '<path d="M3 10 12 4l9 6M5 10v8m4.7-8v8m4.6-8v8M19 10v8M3 20h18"/>',
  rules: '<path d="M4 6h16M4 12h10M4 18h6"/><path d="m15 17 2.2 2.2L21.5 15"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l3.5 2"/>',
  chaos: '<path d="M13 2.5 4.5 14H11l-1 7.5L19 10h-6.5z"/>',
  cards: '<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 10h19M6 15h4"/>',
  steps:
    '<path d="M4 6.5 5.5 8 8 5M4 12.5 5.5 14 8 11M4 18.5 5.5 20 8 17M12 6.5h8M12 12.5h8M12 18.5h8"/>',
  search: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
  copy: '<rect x="9" y="9" width="11.5" height="11.5" rx="2.5"/><path d="M5.5 15H5a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 5 3.5h8.5A1.5 1.5 0 0 1 15 5v.5"/>',
  back: '<path d="m14.5 5-7 7 7 7"/>',
  next: '<path d="m9.5 5 7 7-7 7"/>',
  out: '<path d="M7 17 17 7M8.5 7H17v8.5"/>',
} as const;

/** The name of an icon. */
export type PortalIcon = keyof typeof paths;

/** An icon in the color of the surrounding text, hidden from screen readers because text beside it says the same. */
export function icon(name: PortalIcon): ReturnType<typeof raw> {
  return raw(
    `<svg class="icon" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${paths[name]}</svg>`,
  );
}
