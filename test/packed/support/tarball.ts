import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

export interface Tarball {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly integrity: string;
  readonly bytes: Buffer;
}

/**
 * `npm pack`, of what is built.
 *
 * @param project its folder
 * @param destination a folder that is there
 */
export async function pack(project: string, destination: string): Promise<Tarball> {
  const { stdout } = await execa(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", destination],
    {
      cwd: project,
    },
  );
  const [{ filename, size, unpackedSize, integrity }] = JSON.parse(stdout);
  const path = join(destination, filename);
  return { path, size, unpackedSize, integrity, bytes: await readFile(path) };
}
