// Keeps an open portal page up to date. When the server reports a change, the page fetches itself again and its live
// elements take over the differences, so that focus, scroll position, selection and open details are kept.
// The pages also work without this script, as links and forms.

interface ChangeMessage {
  clock: string;
  /** The number of changes by topic. */
  changes: Record<string, number>;
}

const main = find<HTMLElement>("main");
const announcement = find<HTMLElement>("#announcement");
const connection = find<HTMLElement>("[data-connection]");
const clock = document.querySelector("[data-clock]");

/** A page is redrawn at most twice a second. */
const redrawIntervalMs = 500;
const filterDelayMs = 150;
const copiedHintMs = 1500;

document.documentElement.classList.add("scripted");

function find<Found extends Element>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
}

// ---- Changes ----

let stream: EventSource | undefined;

function connect(): void {
  // Browsers open six connections per host, so a hidden tab must not hold one.
  if (document.hidden || stream !== undefined) return;
  stream = new EventSource("/portal/changes");
  stream.addEventListener("open", () => showConnection(true));
  stream.addEventListener("error", () => showConnection(false));
  stream.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as ChangeMessage;
    if (clock !== null && clock.textContent !== message.clock) clock.textContent = message.clock;
    const shown = JSON.parse(main.dataset["version"] ?? "{}") as Record<string, number>;
    if (Object.keys(shown).some((topic) => shown[topic] !== (message.changes[topic] ?? 0))) {
      void refresh();
    }
  });
}

function disconnect(): void {
  stream?.close();
  stream = undefined;
}

function showConnection(isOpen: boolean): void {
  connection.hidden = false;
  connection.classList.toggle("lost", !isOpen);
  connection.textContent = isOpen ? "Live" : "Disconnected";
}

document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
// A page that is restored from the browser's cache has lost its connection.
addEventListener("pagehide", disconnect);
addEventListener("pageshow", connect);

// ---- Redrawing ----

let isStale = false;
let isRefreshing = false;

/** Redraws the page. Calls during a redraw lead to one more, after `redrawIntervalMs`. */
async function refresh(): Promise<void> {
  isStale = true;
  if (isRefreshing) return;
  isRefreshing = true;
  while (isStale) {
    isStale = false;
    try {
      await redraw();
    } catch {
      // The sandbox is stopped or busy. The next message tries again.
    }
    await new Promise((resolve) => {
      setTimeout(resolve, redrawIntervalMs);
    });
  }
  isRefreshing = false;
}

async function redraw(): Promise<void> {
  const url = location.href;
  const response = await fetch(main.dataset["address"] ?? url);
  const text = await response.text();
  // The filter changed meanwhile, so this response is for another page.
  if (!response.ok || url !== location.href) return;
  const next = new DOMParser().parseFromString(text, "text/html");
  const news: string[] = [];
  for (const region of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const fresh = next.getElementById(region.id);
    if (fresh === null) continue;
    const known = new Set(keysIn(region));
    morph(region, fresh);
    if (known.size === 0) continue;
    const added = keysIn(region).filter((key) => !known.has(key)).length;
    const name = region.dataset["live"] ?? "";
    if (added > 0 && name !== "") news.push(`New ${name}: ${added}`);
  }
  const version = next.querySelector("main")?.dataset["version"];
  if (version !== undefined) main.dataset["version"] = version;
  if (news.length > 0) announcement.textContent = news.join(", ");
}

function keysIn(region: Element): string[] {
  return [...region.querySelectorAll("[data-key]")].map((element) => keyOf(element) ?? "");
}

/** Makes `from` equal to `to`, but keeps all nodes it can, because focus and selection belong to nodes. */
function morph(from: Element, to: Element): void {
  if (from.isEqualNode(to)) return;
  for (const name of from.getAttributeNames()) {
    // Keep details open that the user opened.
    if (!to.hasAttribute(name) && !(name === "open" && from.nodeName === "DETAILS")) {
      from.removeAttribute(name);
    }
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  morphChildren(from, to);
}

function morphChildren(from: Element, to: Element): void {
  const wanted = [...to.childNodes];
  const wantedKeys = new Set(wanted.map(keyOf));
  // Remove first, so that the remaining rows keep their places.
  for (const [key, child] of keyedChildren(from)) {
    if (!wantedKeys.has(key)) child.remove();
  }
  const keyed = keyedChildren(from);
  let cursor: ChildNode | null = from.firstChild;
  for (const node of wanted) {
    const key = keyOf(node);
    const same: ChildNode | undefined = key === undefined ? reusable(cursor, node) : keyed.get(key);
    if (same === undefined) {
      const added = document.importNode(node, true);
      if (key !== undefined && added instanceof Element) added.classList.add("fresh");
      from.insertBefore(added, cursor);
      continue;
    }
    if (same === cursor) cursor = cursor.nextSibling;
    else from.insertBefore(same, cursor);
    if (same instanceof Element && node instanceof Element) morph(same, node);
    else if (same.nodeValue !== node.nodeValue) same.nodeValue = node.nodeValue;
  }
  while (cursor !== null) {
    const next: ChildNode | null = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

function keyedChildren(parent: Element): Map<string, Element> {
  const keyed = new Map<string, Element>();
  for (const child of parent.children) {
    const key = keyOf(child);
    if (key !== undefined) keyed.set(key, child);
  }
  return keyed;
}

/** Rows with the same key are the same row, in any position. */
function keyOf(node: Node): string | undefined {
  return node instanceof HTMLElement ? node.dataset["key"] : undefined;
}

/** Returns the old node if it can become the new one. */
function reusable(old: ChildNode | null, node: Node): ChildNode | undefined {
  if (old === null || old.nodeName !== node.nodeName || keyOf(old) !== undefined) return undefined;
  return old;
}

// ---- Forms and buttons ----

function closest<Found extends Element>({ target }: Event, selector: string): Found | null {
  return target instanceof Element ? target.closest<Found>(selector) : null;
}

// Applies a filter while the user types, and keeps it in the URL.
let filterTimer: ReturnType<typeof setTimeout> | undefined;
document.addEventListener("input", (event) => {
  const form = closest<HTMLFormElement>(event, "form[data-filter]");
  if (form === null) return;
  clearTimeout(filterTimer);
  filterTimer = setTimeout(() => {
    const search = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value !== "") search.set(name, value);
    }
    const query = search.toString();
    history.replaceState(null, "", location.pathname + (query && `?${query}`));
    void refresh();
  }, filterDelayMs);
});

// Keeps a slider and its number field in sync.
document.addEventListener("input", (event) => {
  const moved = closest<HTMLInputElement>(event, "[data-twin]");
  const twin = document.getElementById(moved?.dataset["twin"] ?? "");
  if (moved !== null && twin instanceof HTMLInputElement) twin.value = moved.value;
});

document.addEventListener("change", (event) => {
  closest<HTMLFormElement>(event, "form[data-scope]")?.requestSubmit();
});

document.addEventListener("click", (event) => {
  const button = closest<HTMLElement>(event, "button[data-copy]");
  if (button !== null) void copy(button);
});

async function copy(button: HTMLElement): Promise<void> {
  const isCopied = await navigator.clipboard.writeText(button.dataset["copy"] ?? "").then(
    () => true,
    () => false,
  );
  announcement.textContent = isCopied ? "Copied" : "The browser blocked copying";
  button.classList.toggle("copied", isCopied);
  setTimeout(() => button.classList.remove("copied"), copiedHintMs);
}

document
  .querySelector("nav [aria-current]")
  ?.scrollIntoView({ block: "nearest", inline: "center" });
connect();
