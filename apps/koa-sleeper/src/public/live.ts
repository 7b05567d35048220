// @ts-nocheck Runs in a browser, and what checks this app knows no DOM.
// Keeps <div data-live="…"> up to date while the page stands still: the server sends the ticket whenever it changes.
const place = document.querySelector("[data-live]");

if (place !== null) {
  const announcement = document.querySelector("[data-announce]");
  let last = place.innerHTML.trim();
  new EventSource(place.dataset.live).addEventListener("message", ({ data }) => {
    const { title, html } = JSON.parse(data);
    // Drawing again what is there would take the focus for nothing. Compared as the browser writes it.
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    const now = fresh.innerHTML.trim();
    if (now === last) return;
    last = now;
    place.innerHTML = html;
    document.title = title;
    announcement.textContent = title;
  });
}
