/** Types of file systems on Linux, from the kernel's linux/magic.h. */
const networkDisks: Readonly<Record<number, string>> = {
  0x517b: "SMB",
  0x6969: "NFS",
  0x5346414f: "AFS",
  0xfe534d42: "SMB",
  0xff534d42: "CIFS",
};

/** Returns the name of a network file system; undefined for others, and where the type is not known. */
export function findNetworkDisk(type: number): string | undefined {
  // Some systems report the type as a signed number.
  return networkDisks[type >>> 0];
}
