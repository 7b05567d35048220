// Keeps an open portal page up to date. When the sandbox reports a change, the page fetches itself again and its live
// elements take over the differences. The pages also work without this script, as links and forms.
import { announce } from "./announce.js";
import { follow } from "./connection.js";
import { applyFilters } from "./filters.js";
import { closest, find } from "./find.js";
import { endOutage, showOutage } from "./outage.js";
import { compare, pageState, redrawNow, watchPage } from "./redraw.js";

const connection = find<HTMLElement>("[data-connection]");
const clock = document.querySelector("[data-clock]");
const copiedHintMs = 1500;

let isLost = false;

document.documentElement.classList.add("scripted");

// ---- Changes ----

watchPage(showState);
follow({
  receive(message) {
    if (clock !== null && clock.textContent !== message.clock) clock.textContent = message.clock;
    compare(message);
    if (isLost && !pageState().isCurrent) redrawNow();
    isLost = false;
    showState();
  },
  lose() {
    isLost = true;
    showState();
  },
});
applyFilters();

function showState(): void {
  const { isCurrent, failure, ...page } = pageState();
  const reason = isLost ? "The sandbox does not respond." : failure;
  connection.hidden = false;
  connection.classList.toggle("lost", reason !== undefined);
  connection.textContent = reason === undefined ? "Live" : isLost ? "Disconnected" : "Out of date";
  if (reason !== undefined) showOutage({ reason, ...page });
  else if (isCurrent && endOutage()) announce("The sandbox responds again.");
}

// ---- Forms and buttons ----

// Keeps a slider and its number field in sync.
document.addEventListener("input", (event) => {
  const moved = closest<HTMLInputElement>(event, "[data-twin]");
  const twin = document.getElementById(moved?.dataset["twin"] ?? "");
  if (moved !== null && twin instanceof HTMLInputElement) twin.value = moved.value;
});

document.addEventListener("change", (event) => {
  closest<HTMLFormElement>(event, "form[data-scope]")?.requestSubmit();
});

// A page that is restored from the browser's cache still has the account that was chosen when it was left.
addEventListener("pageshow", () => {
  document.querySelector<HTMLFormElement>("form[data-scope]")?.reset();
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
  announce(isCopied ? "Copied" : "The browser blocked copying");
  button.classList.toggle("copied", isCopied);
  setTimeout(() => button.classList.remove("copied"), copiedHintMs);
}

document
  .querySelector("nav [aria-current]")
  ?.scrollIntoView({ block: "nearest", inline: "center" });
