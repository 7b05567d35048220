import { Global, Module } from "@nestjs/common";
import { DeskSettings } from "../settings/desk-settings.js";
import { openInbox } from "./open-inbox.js";

/** The injection token of the desk's `OpenInbox`. */
export const inboxToken = "hire-desk:inbox";

/** Opens the inbox that both accounts share, and closes it with the app. */
@Global()
@Module({
  providers: [
    {
      provide: inboxToken,
      inject: [DeskSettings],
      useFactory: async ({ inbox }: DeskSettings) => {
        const opened = await openInbox(inbox);
        // Nest calls this after the server and the workers have stopped.
        return { ...opened, onApplicationShutdown: () => opened.close() };
      },
    },
  ],
  exports: [inboxToken],
})
export class InboxModule {}
