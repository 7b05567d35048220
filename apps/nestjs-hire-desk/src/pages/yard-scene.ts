import { html } from "../web/html.js";

const cranes = [620, 1062];
const braces = Array.from({ length: 12 }, (_, index) => 646 + index * 38);

/** The illustration on the front page: a gantry crane with a load. It takes its colors from the style sheet. */
export const yardScene = html`<svg
  class="scene"
  viewBox="0 0 1160 260"
  preserveAspectRatio="xMaxYMax slice"
  aria-hidden="true"
>
  <path
    class="far"
    d="M0 222 V150 h60 v-26 h80 v40 h70 v-64 h14 v64 h90 v-30 l60 -24 60 24 v30 h110 v-52 h90 v52 h80 v-84 h16 v84 h90 v-34 h120 v34 h80 v-20 h140 v86 Z"
  />
  ${cranes.map(
    (x) =>
      html`<g>
        <path
          class="steel"
          d="M${x + 18} 66 h28 l34 158 h-16 l-12 -60 h-40 l-12 60 h-16 Z M${x + 16} 148 h32 l-14 -66 h-4 Z"
        />
        <path class="steel-dark" d="M${x - 20} 222 h40 v10 h-40 Z M${x + 44} 222 h40 v10 h-40 Z" />
      </g>`,
  )}
  <path class="steel" d="M608 36 h542 v12 H608 Z M608 66 h542 v10 H608 Z" />
  <path
    class="truss"
    d="M620 70 ${braces.map((x, index) => `L${x} ${index % 2 === 0 ? 44 : 70}`).join(" ")} L1120 44"
  />
  <g transform="translate(70)">
    <path class="steel-dark" d="M726 26 h92 v26 h-92 Z" />
    <circle class="ground" cx="744" cy="56" r="7" />
    <circle class="ground" cx="800" cy="56" r="7" />
    <path class="cable" d="M760 52 V112 M784 52 V112 M772 124 L716 158 M772 124 L828 158" />
    <path class="steel-dark" d="M754 110 h36 v14 h-36 Z" />
    <path d="M708 156 h128 v46 h-128 Z" fill="#1f5f73" />
    <path
      d="M724 156 v46 M744 156 v46 M764 156 v46 M784 156 v46 M804 156 v46 M822 156 v46"
      stroke="#174a5a"
      stroke-width="5"
    />
    <text
      x="772"
      y="186"
      text-anchor="middle"
      font-family="Bahnschrift, 'DIN Alternate', 'Arial Narrow', sans-serif"
      font-size="19"
      font-weight="700"
      letter-spacing="4"
      fill="#fbfbf9"
    >
      GANTRY
    </text>
  </g>
  <path class="ground" d="M0 230 H1160 V260 H0 Z" />
  <path d="M0 236 H1160" stroke="#f5b70a" stroke-width="5" stroke-dasharray="26 20" opacity=".85" />
</svg>`;
