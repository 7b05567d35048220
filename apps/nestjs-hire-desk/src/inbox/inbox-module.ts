import { Global, Module } from "@nestjs/common";
import { DeskSettings } from "../settings/desk-settings.js";
import { openInbox } from "./open-inbox.js";

/** The injection token of the desk's `OpenInbox`. */
export const inboxToken = "hire-desk:inbox";

/** The inbox of both accounts, open as long as the desk. */
@Global()
@Module({
  providers: [
    {
      provide: inboxToken,
      inject: [DeskSettings],
      useFactory: async ({ inbox }: DeskSettings) => {
        const opened = await openInbox(inbox);
        // Nest calls it when no request can come any more, and the workers have let go.
        return { ...opened, onApplicationShutdown: () => opened.close() };
      },
    },
  ],
  exports: [inboxToken],
})
export class InboxModule {}
