import type { Output, Result } from "../terminal/output.ts";

/** With `--json`, how long the result waits for what it tells about the convenience. */
const JSON_WAIT_MS = 800;

interface Steps<T> {
  /** Such as copying. It has its own time limit. */
  readonly convenience: () => Promise<T>;
  /** The outcome while it is not known. */
  readonly unknown: T;
  readonly result: (outcome: T) => Result;
}

/** Prints the result, and then does what is only convenient: a program that hangs must not hide the result. */
export async function resultFirst<T>(output: Output, { convenience, unknown, result }: Steps<T>): Promise<T> {
  if (output.format !== "json") {
    output.result(result(unknown));
    return convenience();
  }
  const outcome = convenience();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, JSON_WAIT_MS, unknown);
  });
  // Ctrl-C must not lose the result either; it is thrown below.
  output.result(result(await Promise.race([outcome.catch(() => unknown), late])));
  clearTimeout(timer);
  return outcome;
}
