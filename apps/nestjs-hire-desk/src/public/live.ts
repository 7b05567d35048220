// Updates <div data-live="…"> when the server sends new content.
interface LiveUpdate {
  title: string;
  html: string;
}

const region = document.querySelector<HTMLElement>("[data-live]");
const announcement = document.querySelector("[data-announce]");

if (region?.dataset["live"] !== undefined) {
  let current = region.innerHTML.trim();
  new EventSource(region.dataset["live"]).addEventListener("message", ({ data }) => {
    const { title, html } = JSON.parse(String(data)) as LiveUpdate;
    // Rendering the same content again would move the focus. The comparison needs the browser's serialization.
    const next = normalize(html);
    if (next === current) return;
    current = next;
    region.innerHTML = html;
    document.title = title;
    if (announcement !== null) announcement.textContent = title;
  });
}

function normalize(html: string): string {
  const container = document.createElement("div");
  container.innerHTML = html;
  return container.innerHTML.trim();
}
