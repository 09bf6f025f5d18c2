/** Makes the pictures of README and docs from the real thing: the built program at a pseudo-terminal, the pages in Chromium. */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { launchChromium } from "../support/chromium.ts";
import { everyPage } from "../support/every-page.ts";
import { inviteJane } from "../support/invitation.ts";
import { installProgram, startSandboxProcess } from "../support/program.ts";
import { atTerminal } from "../support/pseudo-terminal.ts";
import { terminalSvg } from "./terminal-svg.ts";

const FOLDER = fileURLToPath(new URL("../../.github/pictures/", import.meta.url));
const PAGES: Readonly<Record<string, string>> = {
  inbox: "inbox",
  mail: "mail",
  domain: "portal-domain",
  done: "portal-done",
};
const COLUMNS = 112;

await mkdir(FOLDER, { recursive: true });
await picturesOfPages();
await pictureOfTerminal();

async function picturesOfPages(): Promise<void> {
  const invited = await inviteJane();
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 760, height: 560 } });
  for await (const name of everyPage(page, invited)) {
    const file = PAGES[name];
    if (file) await page.screenshot({ path: `${FOLDER}${file}.png`, fullPage: true });
  }
  await browser.close();
  await invited.sandbox.close();
}

async function pictureOfTerminal(): Promise<void> {
  const program = await installProgram({ SSH_CONNECTION: "a picture has no clipboard" });
  const sandbox = await startSandboxProcess(program);
  await program.run(["env", "add", "staging", "--key-stdin", "--api-url", sandbox.url], {
    stdin: SANDBOX_API_KEY,
  });
  let written = "";
  for (const line of ["link create acme.com --yes --no-copy", "org status acme.com"]) {
    const { raw } = await atTerminal(program, line.split(" ")).ended();
    written += `\u001b[1m$ ssoctl ${line}\u001b[0m\r\n${raw}\r\n`;
  }
  await sandbox.stop();
  await program.close();
  await writeFile(`${FOLDER}terminal.svg`, await terminalSvg(written, COLUMNS));
}
