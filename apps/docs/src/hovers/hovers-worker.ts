// Reads the hovers in a thread of its own.
import { folders } from "../site-folders.js";
import { writeHovers } from "./write-hovers.js";

await writeHovers(folders.repository, folders.hovers);
