/** Measures the packed program beside what it is compared with, and writes the table into docs/performance.md. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openHistory } from "../../src/history/history-file.ts";
import { SANDBOX_API_KEY } from "../../src/sandbox/address.ts";
import { entry } from "../history/support/entry.ts";
import { startFaultProxy } from "../support/fault-proxy.ts";
import { installProgram, type SandboxProcess, startSandboxProcess } from "../support/program.ts";
import { type Candidate, medians, peakMemory } from "./runs.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 15);
const LATENCY = 100;
const exec = promisify(execFile);

const folder = await mkdtemp(join(tmpdir(), "ssoctl-bench-"));
const program = await installProgram();
const sandbox = await startSandboxProcess(program);
try {
  await fillHistory();
  await report(await measure());
} finally {
  await sandbox.stop();
  await program.close();
  await rm(folder, { recursive: true, force: true });
}

interface Row {
  readonly what: string;
  readonly milliseconds: string;
  readonly ratio: string;
  readonly wanted: string;
}

async function measure(): Promise<Row[]> {
  const ssoctl = await install([await pack()], "ssoctl/bin/ssoctl.js");
  const official = await install(["workos@0.14.0"], "workos/dist/bin.js");
  // The official CLI takes its endpoint from an environment of its own settings alone.
  const add = ["env", "add", "bench", SANDBOX_API_KEY, "--endpoint", sandbox.url, "--insecure-storage"];
  await exec(process.execPath, [official, ...add], { env: program.env });
  await createAcme();
  return [
    ...(await startUp(ssoctl)),
    ...(await mainJob(ssoctl, official)),
    ...(await overAWideNetwork(ssoctl)),
  ];
}

async function startUp(ssoctl: string): Promise<Row[]> {
  const node = candidate("node -e 0", ["-e", "0"], /^$/u);
  const version = candidate("ssoctl --version", [ssoctl, "--version"], /^\d/u);
  const help = candidate("ssoctl --help", [ssoctl, "--help"], /Usage/u);
  const complete = candidate(
    "ssoctl completing a command",
    [ssoctl, "__complete", "--", "link", ""],
    /create/u,
  );
  const customer = candidate(
    "ssoctl completing a customer",
    [ssoctl, "__complete", "--", "link", "create", ""],
    /acme\.com/u,
  );
  const binary = {
    ...candidate("the single file, --version", [], /^\d/u),
    argv: [await buildBinary(), "--version"],
  };
  const times = await medians([node, version, help, complete, customer, binary], ROUNDS);
  return [
    row(times, node),
    row(times, version, node, "≤ 1.5 × `node -e 0`"),
    row(times, help, node, "≤ 1.5 × `node -e 0`"),
    row(times, complete, node, "≤ 1.5 × `node -e 0`"),
    row(times, customer, node, "≤ 1.5 × `node -e 0`"),
    row(times, binary, node),
  ];
}

async function mainJob(ssoctl: string, official: string): Promise<Row[]> {
  const bare = bareScript();
  const create = linkCreate(ssoctl);
  const two = twoCommands(official);
  const times = await medians([bare, create, two], ROUNDS);
  const memory = { bare: await peakMemory(bare, 5), create: await peakMemory(create, 5) };
  return [
    row(times, bare),
    row(times, create, bare, "≤ 1.0 × the bare script"),
    row(times, two),
    row(times, create, two, "≤ 0.33 × the two commands"),
    {
      what: "peak memory of `ssoctl link create`",
      milliseconds: `${memory.create.toFixed(0)} MiB`,
      ratio: `${(memory.create / memory.bare).toFixed(2)} × the bare script (${memory.bare.toFixed(0)} MiB)`,
      wanted: "≤ 1.3 ×",
    },
  ];
}

async function overAWideNetwork(ssoctl: string): Promise<Row[]> {
  const proxy = await startFaultProxy(sandbox.url, { there: () => LATENCY });
  const far = ({ name, env, ...rest }: Candidate, renamed = name): Candidate => ({
    ...rest,
    name: `${renamed}, answers ${LATENCY} ms later`,
    env: { ...env, WORKOS_API_URL: proxy.url },
  });
  const bare = far(bareScript(), "the bare script");
  const create = far(linkCreate(ssoctl));
  const times = await medians([bare, create], ROUNDS);
  await proxy.close();
  return [row(times, bare), row(times, create, bare, "≤ 1.1 × the bare script")];
}

function bareScript(): Candidate {
  return candidate("a bare script: SDK, lookup, link", [join(ROOT, "test/bench/bare-script.mjs")], /^http/u);
}

function linkCreate(ssoctl: string): Candidate {
  return candidate("ssoctl link create acme.com", [ssoctl, "link", "create", "acme.com"], /^http/u);
}

/** The two commands of the official CLI that do the same: find the organization, make its link. */
function twoCommands(official: string): Candidate {
  const node = JSON.stringify(process.execPath);
  const cli = `${node} ${JSON.stringify(official)}`;
  const script = [
    `id=$(${cli} organization list --domain acme.com --insecure-storage --json | ${node} -p 'JSON.parse(require("fs").readFileSync(0)).data[0].id')`,
    `${cli} portal generate-link --intent sso --org "$id" --insecure-storage --json`,
  ].join(" && ");
  const { env } = candidate("", [], /^/u);
  return { name: "the official CLI's two commands", argv: ["sh", "-c", script], env, prints: /http/u };
}

function candidate(name: string, argv: readonly string[], prints: RegExp): Candidate {
  const env = { ...program.env, WORKOS_API_KEY: SANDBOX_API_KEY, WORKOS_API_URL: sandbox.url, CI: "1" };
  return { name, argv: [process.execPath, ...argv], env, prints };
}

function row(times: Map<string, number>, measured: Candidate, beside?: Candidate, wanted = ""): Row {
  const milliseconds = times.get(measured.name) ?? Number.NaN;
  const other = beside && (times.get(beside.name) ?? Number.NaN);
  return {
    what: measured.name,
    milliseconds: `${milliseconds.toFixed(0)} ms`,
    ratio: other === undefined ? "" : `${(milliseconds / other).toFixed(2)} ×`,
    wanted,
  };
}

/** What a busy rep has done in a month. */
async function fillHistory(): Promise<void> {
  const { append } = openHistory(program.env["SSOCTL_CONFIG_DIR"] ?? "");
  for (let number = 0; number < 300; number += 1) {
    await append(entry({ customer: number % 2 === 0 ? "acme.com" : `customer-${number}.example` }));
  }
}

async function buildBinary(): Promise<string> {
  await exec("npm", ["run", "build:binary"], { cwd: ROOT });
  return join(ROOT, "dist-binary", "ssoctl");
}

async function pack(): Promise<string> {
  const { stdout } = await exec("npm", ["pack", "--json", "--pack-destination", folder], { cwd: ROOT });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf("["))) as [{ filename: string }];
  return join(folder, filename);
}

async function install(packages: readonly string[], entry: string): Promise<string> {
  const prefix = await mkdtemp(join(folder, "installed-"));
  await exec("npm", [
    "install",
    "--prefix",
    prefix,
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    ...packages,
  ]);
  return join(prefix, "node_modules", entry);
}

async function createAcme(): Promise<void> {
  const headers = { Authorization: `Bearer ${SANDBOX_API_KEY}` };
  const body = JSON.stringify({ name: "Acme", domain_data: [{ domain: "acme.com", state: "pending" }] });
  await fetch(`${(sandbox satisfies SandboxProcess).url}/organizations`, { method: "POST", headers, body });
}

async function report(rows: readonly Row[]): Promise<void> {
  const table = [
    "| measured | median | ratio | wanted |",
    "|---|---|---|---|",
    ...rows.map(
      ({ what, milliseconds, ratio, wanted }) => `| ${what} | ${milliseconds} | ${ratio} | ${wanted} |`,
    ),
    "",
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${ROUNDS} alternating runs each.`,
  ].join("\n");
  process.stdout.write(`${table}\n`);
  const file = join(ROOT, "docs/performance.md");
  const page = await readFile(file, "utf8");
  await writeFile(file, page.replace(/(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/u, `$1\n${table}\n\n$2`));
  // The page's table is in the formatter's form.
  await exec(join(ROOT, "node_modules/.bin/biome"), ["format", "--write", file], { cwd: ROOT });
}
