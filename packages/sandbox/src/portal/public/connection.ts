// Follows the sandbox's changes. Reconnects after an error, and when the sandbox sends nothing although the connection is open.

/** A message of the change stream. */
export interface ChangeMessage {
  /** Identifies this run of the sandbox. */
  readonly run: string;
  readonly clock: string;
  /** The number of changes by topic. */
  readonly changes: Readonly<Record<string, number>>;
}

interface Listener {
  readonly receive: (message: ChangeMessage) => void;
  readonly lose: () => void;
}

/** The sandbox sends a message every 5 seconds at least. */
const maxSilenceMs = 12_000;
/** A development server restarts within it, and a page that is being left loses its connection. */
const graceMs = 1000;
const retryMs = [250, 500, 1000, 2000];

/** Follows the changes while the page is visible. */
export function follow({ receive, lose }: Listener): void {
  let stream: EventSource | undefined;
  let failures = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    // Browsers open six connections per host, so a hidden tab must not hold one.
    if (document.hidden || stream !== undefined) return;
    clearTimeout(retry);
    stream = new EventSource("/portal/changes");
    stream.addEventListener("error", reconnect);
    stream.addEventListener("message", ({ data }: MessageEvent<string>) => {
      failures = 0;
      clearTimeout(grace);
      grace = undefined;
      watchSilence();
      receive(JSON.parse(data) as ChangeMessage);
    });
    watchSilence();
  };
  const watchSilence = (): void => {
    clearTimeout(silence);
    silence = setTimeout(reconnect, maxSilenceMs);
  };
  const close = (): void => {
    stream?.close();
    stream = undefined;
    clearTimeout(silence);
    clearTimeout(retry);
  };
  // Not left to the browser, which stops for good after a response that is no stream.
  const reconnect = (): void => {
    close();
    grace ??= setTimeout(lose, graceMs);
    retry = setTimeout(connect, retryMs[failures] ?? retryMs.at(-1));
    failures += 1;
  };
  const disconnect = (): void => {
    close();
    clearTimeout(grace);
    grace = undefined;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  // A page that is restored from the browser's cache has lost its connection.
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
}
