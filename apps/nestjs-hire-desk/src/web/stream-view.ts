import type { MessageEvent } from "@nestjs/common";
import { distinctUntilChanged, exhaustMap, map, type Observable, timer } from "rxjs";
import type { Html } from "./html.js";

export interface View {
  title: string;
  content: Html;
}

const intervalMs = 500;

/** Sends a view with Server-Sent Events: when the page connects, because it may already have changed, and after each change. */
export function streamView(render: () => Promise<View>): Observable<MessageEvent> {
  return timer(0, intervalMs).pipe(
    exhaustMap(render),
    map(({ title, content }) => ({ title, html: content.text })),
    distinctUntilChanged((before, after) => before.html === after.html),
    map((data) => ({ data })),
  );
}
