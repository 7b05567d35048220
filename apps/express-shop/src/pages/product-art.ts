// Inline SVG illustrations of the products.
import { html, type Html } from "../web/html.js";

const ink = "#17262b";
const cream = "#f7efdf";

interface BagColors {
  paper: string;
  shade: string;
  label: Html;
}

function bag({ paper, shade, label }: BagColors): Html {
  return html`
    <ellipse cx="100" cy="204" rx="62" ry="7" fill="#000" opacity=".13" />
    <path
      d="M48 46 Q46 30 52 26 H148 Q154 30 152 46 L158 188 Q158 202 146 202 H54 Q42 202 42 188 Z"
      fill="${paper}"
    />
    <path
      d="M128 26 H148 Q154 30 152 46 L158 188 Q158 202 146 202 H132 Q141 110 128 26 Z"
      fill="${shade}"
      opacity=".55"
    />
    <path d="M52 26 H148 Q152 29 152.5 38 H47.5 Q48 29 52 26 Z" fill="${shade}" />
    <path
      d="M56 32 H144"
      stroke="${cream}"
      stroke-width="1.5"
      stroke-dasharray="3 4"
      opacity=".6"
    />
    <circle cx="100" cy="58" r="3.5" fill="${shade}" />
    <rect x="62" y="76" width="76" height="96" rx="38" fill="${cream}" />
    <svg x="62" y="76" width="76" height="96" viewBox="0 0 76 96">${label}</svg>
    <path
      d="M84 184 h32 M90 191 h20"
      stroke="${cream}"
      stroke-width="3"
      stroke-linecap="round"
      opacity=".8"
    />
  `;
}

const waves = (color: string) => html`
  <g fill="none" stroke="${color}" stroke-width="3" stroke-linecap="round">
    <path d="M14 66 q6 -6 12 0 t12 0 t12 0 t12 0" />
    <path d="M20 76 q6 -6 12 0 t12 0 t12 0" />
    <path d="M28 86 q5 -5 10 0 t10 0" />
  </g>
`;

const labels = {
  "night-watch": html`
    <circle cx="38" cy="36" r="18" fill="#e8b04a" />
    <circle cx="46" cy="31" r="15" fill="${cream}" />
    <g fill="#e8b04a"
      ><circle cx="54" cy="22" r="1.8" /><circle cx="58" cy="42" r="1.8" /><circle
        cx="18"
        cy="50"
        r="1.8"
    /></g>
    ${waves("#23424d")}
  `,
  "first-light": html`
    <path d="M18 54 a20 20 0 0 1 40 0 z" fill="#e2673b" />
    <g stroke="#e2673b" stroke-width="3" stroke-linecap="round">
      <path d="M38 18 v8 M16 28 l5 6 M60 28 l-5 6 M8 48 h5 M63 48 h5" />
    </g>
    ${waves("#d98b3a")}
  `,
  "fair-wind": html`
    <path d="M36 14 V52 H16 Q30 38 36 14 Z" fill="#c8432f" />
    <path d="M41 22 Q58 34 60 52 H41 Z" fill="#e2875f" />
    <path d="M14 56 H62 Q58 66 50 66 H26 Q18 66 14 56 Z" fill="${ink}" />
    <g fill="none" stroke="#3d7f8a" stroke-width="3" stroke-linecap="round">
      <path d="M14 76 q6 -6 12 0 t12 0 t12 0 t12 0" /><path d="M26 86 q6 -6 12 0 t12 0" />
    </g>
  `,
  "slack-water": html`
    <path d="M26 58 L32 24 h12 L50 58 Z" fill="#c8432f" />
    <path d="M30.2 34 h15.6 l1.4 8 h-18.4 z" fill="${cream}" />
    <rect x="31" y="16" width="14" height="9" rx="2" fill="${ink}" />
    <path d="M12 14 L29 19 V22 L12 27 Z M64 14 L47 19 V22 L64 27 Z" fill="#e8b04a" opacity=".8" />
    ${waves("#5f8f84")}
  `,
};

const dripper = html`
  <ellipse cx="100" cy="204" rx="60" ry="7" fill="#000" opacity=".13" />
  <path
    d="M70 132 H130 L126 190 Q125 202 113 202 H87 Q75 202 74 190 Z"
    fill="#cfe0df"
    opacity=".75"
  />
  <path d="M73.5 166 H126.5 L125 190 Q124 200 113 200 H87 Q76 200 75 190 Z" fill="#5a3422" />
  <path d="M130 144 q22 2 18 24 q-3 14 -21 14" fill="none" stroke="#9fb9b8" stroke-width="6" />
  <path d="M48 60 H152 L122 118 H78 Z" fill="#c8432f" />
  <path d="M128 60 H152 L122 118 H110 Z" fill="#9d2f21" />
  <path d="M56 60 L68 36 H132 L144 60 Z" fill="${cream}" />
  <path d="M72 60 Q100 48 128 60 Z" fill="#5a3422" />
  <rect x="62" y="116" width="76" height="11" rx="5.5" fill="${ink}" />
  <path
    d="M100 128 v26"
    stroke="#5a3422"
    stroke-width="3"
    stroke-linecap="round"
    stroke-dasharray="7 6"
  />
  <g fill="none" stroke="#8fa5a8" stroke-width="3" stroke-linecap="round" opacity=".8">
    <path d="M88 30 q-6 -8 0 -15 M112 30 q-6 -8 0 -15" />
  </g>
`;

const mug = html`
  <ellipse cx="98" cy="204" rx="58" ry="7" fill="#000" opacity=".13" />
  <path d="M144 96 q34 -2 32 32 q-2 34 -38 32" fill="none" stroke="#23424d" stroke-width="11" />
  <path d="M48 74 H148 V176 Q148 202 122 202 H74 Q48 202 48 176 Z" fill="#2f5c69" />
  <path d="M126 74 H148 V176 Q148 202 122 202 H112 Q128 196 127 172 Z" fill="#23424d" />
  <ellipse cx="98" cy="74" rx="50" ry="11" fill="${cream}" />
  <ellipse cx="98" cy="76" rx="43" ry="7.5" fill="#4a2b1c" />
  <g transform="translate(60 96)">
    <path d="M12 44 H64 L58 60 Q56 64 50 64 H26 Q20 64 18 60 Z" fill="#c8432f" />
    <path d="M36 44 V8 h5 V44 Z M30 44 V28 h17 V44 Z" fill="${cream}" />
    <circle cx="38.5" cy="8" r="6" fill="#e8b04a" />
    <path
      d="M18 4 L30 7 M18 13 L30 10 M59 4 L47 7 M59 13 L47 10"
      stroke="#e8b04a"
      stroke-width="2.5"
      stroke-linecap="round"
    />
  </g>
  <g fill="none" stroke="#8fa5a8" stroke-width="3" stroke-linecap="round" opacity=".8">
    <path d="M84 54 q-7 -9 0 -17 t0 -15 M112 54 q-7 -9 0 -17 t0 -15" />
  </g>
`;

const pictures: Record<string, Html> = {
  "night-watch": bag({ paper: "#23424d", shade: "#152c35", label: labels["night-watch"] }),
  "first-light": bag({ paper: "#e9a24b", shade: "#c97a2a", label: labels["first-light"] }),
  "fair-wind": bag({ paper: "#c8432f", shade: "#9d2f21", label: labels["fair-wind"] }),
  "slack-water": bag({ paper: "#7fa79b", shade: "#5b8579", label: labels["slack-water"] }),
  dripper,
  "deck-mug": mug,
};

/** Hidden from screen readers: the product name is next to it. */
export function productArt(id: string): Html {
  return html`<svg class="art" viewBox="0 0 200 216" aria-hidden="true">${pictures[id]}</svg>`;
}
