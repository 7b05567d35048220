// Updates <div data-live="…"> when the server sends a new version of its content.
const region = document.querySelector<HTMLElement>("[data-live]");
const announcement = document.querySelector("[data-live-title]");

interface LiveUpdate {
  title: string;
  version: string;
  html: string;
}

if (region?.dataset["live"] !== undefined) {
  const events = new EventSource(region.dataset["live"]);
  events.addEventListener("message", ({ data }) => {
    update(region, JSON.parse(String(data)) as LiveUpdate);
  });
}

function update(target: HTMLElement, { title, version, html }: LiveUpdate): void {
  // Rendering the same content again would move the focus.
  if (version === target.dataset["version"]) return;
  target.dataset["version"] = version;
  if (document.title !== title) {
    document.title = title;
    if (announcement !== null) announcement.textContent = title;
  }
  render(target, html);
}

/** Keeps the focus and what the user typed. */
function render(target: HTMLElement, html: string): void {
  const focusedId = document.activeElement?.id;
  const typed = [...target.querySelectorAll<HTMLInputElement>("input[id]")].map(
    ({ id, value }) => ({ id, value }),
  );
  target.innerHTML = html;
  for (const { id, value } of typed) {
    const input = document.getElementById(id);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  if (focusedId) document.getElementById(focusedId)?.focus();
}
