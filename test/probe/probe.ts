/**
 * Asks the real WorkOS what no source settles about it, in a staging environment. It makes organizations, deletes
 * nothing, and lists at the end what to remove. CONTRIBUTING.md says how to run it.
 */
import { type Asked, type Client, createClient } from "./client.ts";
import { QUESTIONS, type Question } from "./questions.ts";

const TOTAL_MILLISECONDS = 50_000;

interface Row {
  readonly question: string;
  readonly answer: string;
  readonly requestIds: readonly string[];
  readonly isFailure?: true;
}

interface Settings {
  readonly url: string;
  readonly key: string;
  readonly email: string | undefined;
}

const settings = readSettings(process.env);
if (typeof settings === "string") {
  process.stderr.write(`${settings}\n`);
  process.exitCode = 2;
} else {
  await run(settings);
}

/** The settings, or what is wrong with them. */
function readSettings(env: NodeJS.ProcessEnv): Settings | string {
  const key = env["WORKOS_PROBE_KEY"] ?? "";
  const url = (env["WORKOS_PROBE_URL"] ?? "https://api.workos.com").replace(/\/+$/u, "");
  if (!key.startsWith("sk_test_")) {
    return "WORKOS_PROBE_KEY must be the key of a staging environment: it begins with sk_test_.";
  }
  if (!/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)([:/]|$)/u.test(url)) {
    return "WORKOS_PROBE_URL must be an https URL.";
  }
  return { url, key, email: env["WORKOS_PROBE_EMAIL"] || undefined };
}

async function run({ url, key, email }: Settings): Promise<void> {
  const time = new Date();
  const prefix = `ssoctl-probe-${time.toISOString().replace(/\D/gu, "").slice(0, 14)}`;
  const signal = AbortSignal.timeout(TOTAL_MILLISECONDS);
  const rows: Row[] = [];
  const asked: Asked[] = [];
  for (const question of QUESTIONS) {
    if (signal.aborted) {
      rows.push({
        question: question.words,
        answer: "failed: the time was up",
        requestIds: [],
        isFailure: true,
      });
      continue;
    }
    const client = createClient(url, key, signal);
    rows.push(await answerTo(question, client, prefix, email));
    asked.push(...client.organizations);
  }
  process.stdout.write(`${report(rows, asked, url, time)}\n`);
  if (rows.some(({ isFailure }) => isFailure)) process.exitCode = 1;
}

async function answerTo(
  { words, slug, sendsMail, ask }: Question,
  client: Client,
  prefix: string,
  email: string | undefined,
): Promise<Row> {
  const { requestIds } = client;
  if (sendsMail && email === undefined) {
    const answer = "skipped: it sends a mail; give an inbox of your own in WORKOS_PROBE_EMAIL";
    return { question: words, answer, requestIds };
  }
  const name = `${prefix}-${slug}`;
  try {
    const answer = await ask({ ...client, name, domain: `${name}.com`, email });
    return { question: words, answer, requestIds };
  } catch (error) {
    return { question: words, answer: `failed: ${(error as Error).message}`, requestIds, isFailure: true };
  }
}

function report(rows: readonly Row[], asked: readonly Asked[], url: string, time: Date): string {
  const made = asked.filter(({ refused }) => !refused);
  return [
    `${url}, asked on ${time.toISOString()}`,
    "",
    "question | answer | request ids",
    "-------- | ------ | -----------",
    ...rows.map(({ question, answer, requestIds }) =>
      [question, cell(answer), requestIds.map(cell).join(" ")].join(" | "),
    ),
    ...(made.length === 0 ? [] : ["", "Remove these organizations in the dashboard:", ...removals(made)]),
  ].join("\n");
}

/** By id, or by name where no answer told it; a replayed answer repeats an id. */
function removals(made: readonly Asked[]): string[] {
  const lines = made.map(({ name, id }) => `${id === undefined ? "may exist:" : cell(id)} ${name}`);
  return [...new Set(lines)];
}

/** What came over the network, as one line without the table's separator. */
function cell(text: string): string {
  return text
    .replace(/[\p{C}\s|]+/gu, " ")
    .slice(0, 200)
    .trim();
}
