import { Global, Module } from "@nestjs/common";
import { DeskSettings } from "../settings/desk-settings.js";
import { openInboxes } from "./open-inboxes.js";

/** The injection token of the accounts' `Inboxes`. */
export const inboxesToken = "hire-desk:inboxes";

/** The inboxes of both accounts, open as long as the desk. */
@Global()
@Module({
  providers: [
    {
      provide: inboxesToken,
      inject: [DeskSettings],
      useFactory: async ({ inbox }: DeskSettings) => {
        const inboxes = await openInboxes(inbox);
        // Nest calls it when no request can come any more, and the workers have let go.
        return { ...inboxes, onApplicationShutdown: () => inboxes.close() };
      },
    },
  ],
  exports: [inboxesToken],
})
export class InboxModule {}
