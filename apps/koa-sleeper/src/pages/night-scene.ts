import { html } from "../web/html.js";

/** Positions that leave room for the headline. */
const stars: readonly (readonly [x: number, y: number])[] = [
  [612, 82],
  [742, 88],
  [690, 34],
  [902, 24],
  [956, 84],
  [1010, 44],
  [1076, 72],
  [1130, 28],
  [560, 40],
];

const cars = [250, 452, 654];
const windows = [22, 56, 90, 124, 158];

/** The illustration on the front page. It takes its colors from the style sheet. */
export const nightScene = html`<svg
  class="scene"
  viewBox="0 0 1160 260"
  preserveAspectRatio="xMaxYMax slice"
  aria-hidden="true"
>
  ${stars.map(([x, y], index) => html`<circle class="star" cx="${x}" cy="${y}" r="${1 + (index % 3) * 0.5}" />`)}
  <path class="polaris" d="M850 14l5 25 25 5-25 5-5 25-5-25-25-5 25-5z" />
  <path
    class="far"
    d="M0 176l120-58 92 40 140-82 128 78 120-46 150 60 134-70 120 54 156-62v170H0z"
  />
  <path class="near" d="M0 214q160-38 330-12t340-8 490 8v58H0z" />
  <g class="train">
    ${cars.map(
      (x) =>
        html`<g transform="translate(${x} 168)">
          <rect class="car" width="196" height="50" rx="7" />
          ${windows.map((left) => html`<rect class="pane" x="${left}" y="12" width="20" height="15" rx="3" />`)}
          <rect class="stripe" y="35" width="196" height="4" />
          <circle class="wheel" cx="34" cy="52" r="7" /><circle
            class="wheel"
            cx="58"
            cy="52"
            r="7"
          />
          <circle class="wheel" cx="138" cy="52" r="7" /><circle
            class="wheel"
            cx="162"
            cy="52"
            r="7"
          />
        </g>`,
    )}
    <g transform="translate(856 168)">
      <path class="car" d="M0 7q0-7 7-7h88q34 0 50 34l6 16H7q-7 0-7-7z" />
      <path class="pane" d="M98 10q18 2 28 20H98z" />
      <rect class="pane" x="22" y="12" width="20" height="15" rx="3" />
      <rect class="stripe" y="35" width="146" height="4" />
      <path class="beam" d="M148 40l170-22v56z" />
      <circle class="wheel" cx="34" cy="52" r="7" />
      <circle class="wheel" cx="58" cy="52" r="7" />
      <circle class="wheel" cx="116" cy="52" r="7" />
    </g>
  </g>
  <path class="rail" d="M0 229h1160" />
</svg>`;
