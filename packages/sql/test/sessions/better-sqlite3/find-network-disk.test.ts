import { describe, expect, it } from "vitest";
import { findNetworkDisk } from "../../../src/sessions/better-sqlite3/find-network-disk.js";

describe("findNetworkDisk", () => {
  it.each([
    ["NFS", 0x6969, "NFS"],
    ["CIFS as a signed number", 0xff534d42 | 0, "CIFS"],
    ["ext4", 0xef53, undefined],
    ["tmpfs", 0x01021994, undefined],
  ])("recognizes %s", (_name, type, expected) => {
    expect(findNetworkDisk(type)).toBe(expected);
  });
});
