import { readFileSync, statSync } from "node:fs";

const LARGEST_FILE = 4 * 1024 * 1024;

/** What to do about a certificate that is not trusted. @param path value of `NODE_EXTRA_CA_CERTS` */
export function trustHint(path: string | undefined): string {
  if (!path) return "Behind a company proxy, set NODE_EXTRA_CA_CERTS to the company's certificate file.";
  const problem = problemOf(path);
  if (problem === undefined)
    return `The certificates in ${path} (NODE_EXTRA_CA_CERTS) do not include the one that signed it.`;
  return `NODE_EXTRA_CA_CERTS names ${path}, which ${problem}. Set it to the company's certificate file (PEM).`;
}

function problemOf(path: string): string | undefined {
  try {
    const file = statSync(path);
    if (!file.isFile()) return "is not a file";
    if (file.size === 0) return "is empty";
    const isPem =
      file.size <= LARGEST_FILE && /-----BEGIN (?:\w+ )?CERTIFICATE-----/u.test(readFileSync(path, "latin1"));
    return isPem ? undefined : "contains no PEM certificate";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
  }
}
