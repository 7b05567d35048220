import type { PortalPage } from "./portal-page.js";
import { transactionsPage } from "./transactions/transactions-page.js";

/** The pages of the portal, as the navigation lists them. */
export const portalPages: readonly PortalPage[] = [transactionsPage];
