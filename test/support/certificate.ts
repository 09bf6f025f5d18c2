import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** OpenSSL of this machine. A constant, because knip would take a literal for an npm package. */
const OPENSSL = "openssl";

/** A self-signed certificate. */
export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** The certificate file, for `NODE_EXTRA_CA_CERTS`. */
  readonly path: string;
  close(): Promise<void>;
}

/** @param names in OpenSSL syntax: `DNS:api.workos.test`, `IP:127.0.0.1` */
export async function certificateFor(...names: readonly string[]): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), "ssoctl-certificate-"));
  const [keyPath, path] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=ssoctl test"];
  const alternatives = ["-addext", `subjectAltName=${names.join(",")}`];
  await execa(OPENSSL, [...request, ...alternatives, "-keyout", keyPath, "-out", path]);
  return {
    key: await readFile(keyPath),
    cert: await readFile(path),
    path,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
