import { officeName } from "../timetable.js";
import { html } from "../web/html.js";
import { layout } from "./layout.js";
import { nightScene } from "./night-scene.js";

/** A page with a message and nothing else. */
export function messagePage(title: string, text: string): string {
  return layout({
    title: `${title} · ${officeName}`,
    content: html`<section class="sheet narrow message">
      <div class="band">${nightScene}</div>
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">Back to departures</a></p>
    </section>`,
  });
}
