import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openPalette } from "../../src/terminal/palette.ts";
import { createSpinner, noProgress } from "../../src/terminal/spinner.ts";

/** A terminal that keeps what is written to it, and counts how often its line is wiped. */
class Terminal extends Writable {
  readonly isTTY = true;
  readonly columns = 80;
  written = "";
  wiped = 0;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written += chunk.toString();
    done();
  }

  cursorTo = () => true;
  moveCursor = () => true;
  clearLine = () => {
    this.wiped += 1;
    return true;
  };

  get words(): string {
    return stripVTControlCharacters(this.written);
  }
}

let terminal: Terminal;

const open = async () =>
  createSpinner({
    stream: terminal,
    palette: await openPalette({ isTTY: true, env: {}, off: true }),
    hold: () => ({ suspend: () => {}, release: () => {} }),
  });

beforeEach(async () => {
  vi.stubEnv("CI", undefined);
  vi.stubEnv("TERM", "xterm");
  // Loaded beforehand, so that the spinner has it within the ticks that a test lets pass.
  await import("ora");
  vi.useFakeTimers();
  terminal = new Terminal();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Work that ends when the test says so. */
function work<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((...ends) => {
    [resolve, reject] = ends;
  });
  return { promise, resolve, reject };
}

async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
}

describe("a spinner", () => {
  test("shows nothing of work that is done soon, not even later", async () => {
    const spinner = await open();
    const { promise, resolve } = work<string>();
    const during = spinner.during("Waiting…", promise);
    await pass(299);
    resolve("done");
    expect(await during).toBe("done");
    expect(vi.getTimerCount()).toBe(0);
    await pass(5000);
    expect(terminal.written).toBe("");
  });

  test("shows the words of work that lasts, and leaves a clean line and no timer behind", async () => {
    const spinner = await open();
    const { promise, resolve } = work<string>();
    const during = spinner.during("Waiting…", promise);
    await pass(300);
    expect(terminal.words).toContain("Waiting…");
    const { wiped } = terminal;
    resolve("done");
    expect(await during).toBe("done");
    expect(terminal.wiped).toBeGreaterThan(wiped);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("tells after five seconds how long it has lasted", async () => {
    const spinner = await open();
    const { promise, resolve } = work<void>();
    const during = spinner.during("Waiting for WorkOS…", promise);
    await pass(4900);
    expect(terminal.words).not.toMatch(/\d s/u);
    await pass(2300);
    expect(terminal.words).toContain("Waiting for WorkOS… 7 s");
    await pass(58_000);
    expect(terminal.words).toContain("Waiting for WorkOS… 1 m 05 s");
    resolve();
    await during;
  });

  test("asks words that change for their news", async () => {
    const spinner = await open();
    const { promise, resolve } = work<void>();
    let left = 9;
    const during = spinner.during(() => `${left} s…`, promise);
    await pass(300);
    expect(terminal.words).toContain("9 s…");
    left = 8;
    await pass(400);
    expect(terminal.words).toContain("8 s…");
    resolve();
    await during;
  });

  test("shows the innermost work, and the outer one again after it", async () => {
    const spinner = await open();
    const outer = work<void>();
    const inner = work<void>();
    const outside = spinner.during("outer", outer.promise);
    const inside = spinner.during("inner", inner.promise);
    await pass(300);
    expect(terminal.words).toContain("inner");
    expect(terminal.words).not.toContain("outer");
    inner.resolve();
    await inside;
    await pass(400);
    expect(terminal.words).toContain("outer");
    outer.resolve();
    await outside;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("passes a failure on, and ends with it", async () => {
    const spinner = await open();
    const { promise, reject } = work<void>();
    const failed = expect(spinner.during("Waiting…", promise)).rejects.toThrow("broken");
    await pass(300);
    reject(new Error("broken"));
    await failed;
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("where there is no progress to show, the work goes on all the same", async () => {
  expect(await noProgress.during("Waiting…", Promise.resolve("done"))).toBe("done");
});
