import { InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { isConsumerDomain } from "../handoff/consumer-domains.ts";
import { SANDBOX_API_KEY, SANDBOX_PORT } from "../sandbox/address.ts";
import type { Sandbox } from "../sandbox/server.ts";
import { faint, strong, text } from "../terminal/text.ts";
import { examplesFirst, type Register } from "../ui/command.ts";

export const registerSandbox: Register = (command, launch) => {
  command
    .description(
      "Run a stand-in for WorkOS on this machine. Nothing in it is real, and Ctrl-C deletes everything. Use it with --env sandbox.\nIn a pipe it prints only its URL.",
    )
    .option("--port <port>", "port to listen on; 0 picks one", toPort, SANDBOX_PORT);
  examplesFirst(command, [
    ["ssoctl sandbox", "then: ssoctl link create acme.com --env sandbox"],
    ["ssoctl sandbox --port 0", "on a free port; set WORKOS_API_URL to it"],
  ]);
  return command.action(({ port }: { port: number }) => launch(command, (context) => run(port, context)));
};

async function run(port: number, context: Context): Promise<void> {
  const sandbox = await start(port, context);
  announce(sandbox.url, context);
  await interrupted(context.signal);
  await sandbox.close();
}

async function start(port: number, { now, globals, output }: Context): Promise<Sandbox> {
  const { startSandbox } = await import("../sandbox/server.ts");
  try {
    return await startSandbox({
      port,
      now,
      isConsumerDomain,
      onRequest: ({ method, path, status }) => {
        if (globals.verbose) output.note(faint(text`${method} ${path} · ${status}`));
      },
    });
  } catch (error) {
    throw cannotListen(port, error);
  }
}

function cannotListen(port: number, cause: unknown): Failure {
  if ((cause as NodeJS.ErrnoException).code !== "EADDRINUSE") {
    return new Failure("unexpected", `Cannot listen on 127.0.0.1:${port}: ${(cause as Error).message}`, {
      cause,
    });
  }
  return new Failure("conflict", `Port ${port} is in use.`, {
    hint: "A sandbox may be running already. To use another port: ssoctl sandbox --port 0",
    cause,
  });
}

function announce(url: string, { output, runtime }: Context): void {
  output.result({
    human: [
      text`WorkOS sandbox on ${strong(url)} · API key ${SANDBOX_API_KEY} · nothing is stored`,
      text`Try: ${firstCommand(url, runtime.platform)}`,
      faint("Press Ctrl-C to stop."),
    ],
    bare: url,
    json: { url, apiKey: SANDBOX_API_KEY },
  });
}

/** For PowerShell on Windows. */
export function firstCommand(url: string, platform: string): string {
  const command = "ssoctl link create acme.com --env sandbox";
  if (Number(new URL(url).port) === SANDBOX_PORT) return command;
  return platform === "win32"
    ? `$env:WORKOS_API_URL="${url}"; ${command}`
    : `WORKOS_API_URL=${url} ${command}`;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function toPort(typed: string): number {
  const port = Number(typed);
  if (/^\d{1,5}$/u.test(typed) && port <= 65_535) return port;
  throw new InvalidArgumentError("Use a number from 0 to 65535.");
}
