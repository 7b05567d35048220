import { html } from "../web/html.js";

/** The illustration on the front page. Sea and sky take their colors from the style sheet, for light and dark mode. */
export const lightship = html`
  <svg
    class="lightship"
    viewBox="-560 0 1200 260"
    preserveAspectRatio="xMaxYMax slice"
    aria-hidden="true"
  >
    <defs>
      <linearGradient id="beam-left" x1="1" x2="0">
        <stop class="beam" offset="0" stop-opacity=".75" />
        <stop class="beam" offset="1" stop-opacity="0" />
      </linearGradient>
      <linearGradient id="beam-right">
        <stop class="beam" offset="0" stop-opacity=".75" />
        <stop class="beam" offset="1" stop-opacity="0" />
      </linearGradient>
    </defs>
    <path d="M368 62 L20 6 V98 Z" fill="url(#beam-left)" />
    <path d="M376 62 L640 18 V112 Z" fill="url(#beam-right)" />
    <path
      class="far-sea"
      d="M-560 186 q20 -10 40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 V260 H-560 Z"
    />
    <g>
      <path class="rigging" d="M284 160 L372 60 L504 160" />
      <path d="M362 160 L366 74 h12 L382 160 Z" fill="#c8432f" />
      <path d="M365 96 h14 l.8 16 h-15.6 z M363.4 128 h17.2 l.8 16 h-18.8 z" fill="#f7efdf" />
      <rect x="359" y="52" width="26" height="22" rx="3" fill="#17262b" />
      <rect x="364" y="56" width="16" height="14" rx="2" fill="#ffd675" />
      <path d="M356 52 h32 l-16 -13 z" fill="#c8432f" />
      <rect x="402" y="136" width="62" height="34" rx="3" fill="#f7efdf" />
      <rect x="410" y="144" width="10" height="10" rx="5" fill="#2f5c69" />
      <rect x="428" y="144" width="10" height="10" rx="5" fill="#2f5c69" />
      <rect x="446" y="144" width="10" height="10" rx="5" fill="#2f5c69" />
      <rect x="424" y="112" width="16" height="26" fill="#2f5c69" />
      <rect x="424" y="118" width="16" height="7" fill="#c8432f" />
      <path d="M276 164 H512 L490 214 Q486 224 474 224 H318 Q306 224 300 214 Z" fill="#c8432f" />
      <path d="M276 164 H512 L508.5 172 H280 Z" fill="#f7efdf" />
      <path d="M292 200 H496 L490 214 Q486 224 474 224 H318 Q306 224 300 214 Z" fill="#7d2418" />
      <text
        x="392"
        y="194"
        text-anchor="middle"
        font-family="Georgia, serif"
        font-size="18"
        letter-spacing="7"
        fill="#f7efdf"
      >
        LIGHTSHIP
      </text>
      <path class="rigging" d="M286 164 v-10 h60 M500 164 v-10 h-30" />
    </g>
    <path
      class="near-sea"
      d="M-560 214 q16 -9 32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 t32 0 V260 H-560 Z"
    />
  </svg>
`;
