// @ts-check
import { html } from "../web/html.js";
import { officeName } from "../timetable.js";
import { frame } from "./frame.js";

/** A page that only says something. */
export function messagePage(title: string, text: string) {
  return frame({
    title: `${title} · ${officeName}`,
    content: html`<section class="sheet narrow">
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">To the departures</a></p>
    </section>`,
  });
}
