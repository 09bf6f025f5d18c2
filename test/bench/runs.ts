import { spawn } from "node:child_process";

/** A command line that is measured. */
export interface Candidate {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What its stdout must look like, so that a command that fails is not taken for a quick one. */
  readonly prints: RegExp;
}

/** Median wall time in milliseconds, of runs that take turns, so that a slow moment of the machine strikes all alike. */
export async function medians(
  candidates: readonly Candidate[],
  rounds: number,
): Promise<Map<string, number>> {
  const times = new Map(candidates.map(({ name }) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round += 1) {
    for (const candidate of candidates) {
      const { milliseconds } = await run(candidate);
      // The first round warms caches, V8's compile cache among them.
      if (round >= 0) times.get(candidate.name)?.push(milliseconds);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

/** Median of the peak memory in MiB, as the process itself reports it at its end. */
export async function peakMemory(candidate: Candidate, rounds: number): Promise<number> {
  const report =
    "process.on('exit',()=>process.stderr.write('\\npeak='+process.resourceUsage().maxRSS+'\\n'))";
  const env = {
    ...candidate.env,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(report)}`,
  };
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { stderr } = await run({ ...candidate, env });
    peaks.push(Number(/peak=(\d+)/u.exec(stderr)?.[1]) / 1024);
  }
  return median(peaks);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function run({ name, argv, env, prints }: Candidate): Promise<{ milliseconds: number; stderr: string }> {
  const [command = "", ...rest] = argv;
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint();
    const child = spawn(command, rest, { env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
      if (code === 0 && prints.test(stdout)) resolve({ milliseconds, stderr });
      else reject(new Error(`${name} ended with ${code}:\n${stdout}\n${stderr}`));
    });
  });
}
