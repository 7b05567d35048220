import { html } from "hono/html";

type Picture = ReturnType<typeof html>;

export interface Machine {
  id: string;
  name: string;
  text: string;
  /** The colors of the cabinet: its front and its sides. */
  front: string;
  side: string;
  /** What the screen shows, 72 wide and 54 high. */
  screen: Picture;
}

export const machines: readonly Machine[] = [
  {
    id: "harbour-lights",
    name: "Harbour Lights",
    text: "Bring nine boats home before the lamp burns down.",
    front: "#1f6f78",
    side: "#12474e",
    screen: html`<path d="M0 38 q9 -6 18 0 t18 0 t18 0 t18 0 V54 H0 Z" fill="#2fb5b0" />
      <path d="M12 32 h22 l-5 8 H17 Z" fill="#ffd98a" />
      <path d="M22 31 V16 l10 13 Z" fill="#fff3dc" />
      <path d="M56 38 V14 h6 V38 Z" fill="#e2574c" />
      <path d="M56 14 L30 6 V20 Z" fill="#ffd98a" opacity=".6" />`,
  },
  {
    id: "moth-run",
    name: "Moth Run",
    text: "Stay close to the light. Not that close.",
    front: "#8c1d6f",
    side: "#5b1049",
    screen: html`<circle cx="36" cy="24" r="17" fill="#ffd98a" opacity=".35" />
      <circle cx="36" cy="24" r="8" fill="#ffd98a" />
      <path d="M12 40 q-8 -10 0 -14 q5 3 4 10 q3 -8 9 -8 q5 7 -6 12 Z" fill="#f4d6ee" />
      <path d="M54 16 q-7 -8 0 -12 q4 3 3 8 q3 -6 8 -5 q4 6 -5 9 Z" fill="#c9a3dc" />`,
  },
  {
    id: "brass-comet",
    name: "Brass Comet",
    text: "Two buttons, one comet, no brakes.",
    front: "#b9791f",
    side: "#7e4f0d",
    screen: html`<path d="M64 8 L24 30 L30 38 Z" fill="#f0b54a" opacity=".55" />
      <circle cx="25" cy="36" r="9" fill="#f0b54a" />
      <circle cx="22" cy="33" r="3" fill="#fff3dc" />
      <g fill="#fff3dc"
        ><circle cx="10" cy="12" r="1.4" /><circle cx="40" cy="10" r="1.4" /><circle
          cx="54"
          cy="40"
          r="1.4" /><circle cx="62" cy="26" r="1.4"
      /></g>`,
  },
];

export function findMachine(id: string): Machine | undefined {
  return machines.find((machine) => machine.id === id);
}

/** A cabinet. Hidden from screen readers: the machine's name is next to it. */
export function cabinet({ front, side, screen }: Machine): Picture {
  return html`<svg class="cabinet" viewBox="0 0 120 168" aria-hidden="true">
    <ellipse cx="60" cy="161" rx="48" ry="6" fill="#000" opacity=".18" />
    <path d="M14 14 h92 l6 30 -8 26 v90 h-88 v-90 l-8 -26 Z" fill="${side}" />
    <path d="M20 8 h80 q4 0 4 4 v18 h-88 v-18 q0 -4 4 -4 Z" fill="#f0b54a" />
    <path d="M28 19 h64" stroke="#2b1038" stroke-width="5" stroke-dasharray="9 5" />
    <rect x="20" y="34" width="80" height="62" rx="6" fill="#150a1a" />
    <svg x="24" y="38" width="72" height="54" viewBox="0 0 72 54">
      <rect width="72" height="54" rx="4" fill="#2b1038" />
      ${screen}
    </svg>
    <path d="M12 98 h96 l6 16 H6 Z" fill="${front}" />
    <path d="M34 106 v-9" stroke="#150a1a" stroke-width="3" stroke-linecap="round" />
    <circle cx="34" cy="95" r="4.5" fill="#e2574c" />
    <circle cx="76" cy="106" r="4" fill="#ffd98a" />
    <circle cx="90" cy="106" r="4" fill="#5fe0d0" />
    <path d="M20 114 h80 v44 h-80 Z" fill="${front}" />
    <rect x="48" y="122" width="24" height="28" rx="3" fill="${side}" />
    <path d="M60 128 v10" stroke="#f0b54a" stroke-width="3" stroke-linecap="round" />
  </svg>`;
}
