import { serve } from "./worker.js";

export default { fetch: serve };
