import { defineEventHandler, readBody } from "h3";

// As an audit log that reads each body. A body that is not JSON is none of its business.
export default defineEventHandler(async (event) => {
  if (event.method === "POST" && event.path.includes("/parsed/")) {
    await readBody(event).catch(() => undefined);
  }
});
