// @ts-nocheck Runs in a browser, and what checks this app knows no DOM.
// Keeps <div data-live="…"> up to date while the page stands still: the server sends the part that changed.
const place = document.querySelector("[data-live]");
const announcement = document.querySelector("[data-live-title]");

if (place !== null) {
  new EventSource(place.dataset.live).addEventListener("message", ({ data }) => {
    const { title, version, html } = JSON.parse(data);
    // Drawing again what is there would take the focus for nothing.
    if (version === place.dataset.version) return;
    place.dataset.version = version;
    if (document.title !== title) {
      document.title = title;
      announcement.textContent = title;
    }
    redraw(html);
  });
}

/** What was typed and where the focus was survive. */
function redraw(html) {
  const focused = document.activeElement?.id;
  const typed = [...place.querySelectorAll("input[id]")].map(({ id, value }) => [id, value]);
  place.innerHTML = html;
  for (const [id, value] of typed) {
    const input = document.getElementById(id);
    if (input !== null) input.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
}
