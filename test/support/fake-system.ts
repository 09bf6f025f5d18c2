import { PassThrough, Readable, Writable } from "node:stream";
import { Failure } from "../../src/failure.ts";
import type { Entry, History } from "../../src/history/history.ts";
import { main } from "../../src/main.ts";
import type { Environment } from "../../src/settings/environment.ts";
import type { KeyStore, Settings, Storage, StoredEnvironment } from "../../src/settings/settings.ts";
import type { ApiOptions, System } from "../../src/system.ts";
import type { ClipboardWays, Copied } from "../../src/terminal/clipboard.ts";
import type { Choice, Prompts } from "../../src/terminal/prompts.ts";
import { createSpinner } from "../../src/terminal/spinner.ts";
import { FakeWorkos } from "./fake-workos.ts";

class Sink extends Writable {
  readonly isTTY: boolean;
  written = "";

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written += chunk.toString();
    done();
  }
}

/** An in-memory key store. */
class FakeKeys implements KeyStore {
  readonly location: string;
  readonly byName = new Map<string, string>();
  /** If set, every call fails with this message. */
  trouble: string | undefined;

  constructor(location: string) {
    this.location = location;
  }

  async read(name: string): Promise<string | undefined> {
    if (this.trouble) throw new Failure("unauthorized", `The key of ${name}: ${this.trouble}`);
    return this.byName.get(name);
  }

  async write(name: string, key: string): Promise<void> {
    this.#work(() => this.byName.set(name, key));
  }

  async remove(name: string): Promise<void> {
    this.#work(() => this.byName.delete(name));
  }

  async problem(): Promise<string | undefined> {
    return this.trouble;
  }

  #work(work: () => unknown): void {
    if (this.trouble) throw new Failure("unexpected", this.trouble, { hint: "Unlock it." });
    work();
  }
}

/** In-memory settings, on a machine without a keychain. */
export class FakeSettings implements Settings {
  readonly stored = new Map<string, StoredEnvironment>();
  readonly keys = {
    file: new FakeKeys("/home/rep/.config/ssoctl/config.json"),
    keychain: new FakeKeys("your system's keychain"),
  };
  chosen: string | undefined;
  /** If set, other users can change the settings. */
  access: Failure | undefined;

  checkAccess(): void {
    if (this.access) throw this.access;
  }

  readonly environments = {
    list: () => [...this.stored.values()],
    defaultName: () => this.chosen,
    save: async (environment: StoredEnvironment) => void this.stored.set(environment.name, environment),
    remove: async (name: string) => {
      this.stored.delete(name);
      if (this.chosen === name) this.chosen = undefined;
    },
    setDefault: async (name: string) => {
      this.chosen = name;
    },
    claimDefault: async (name: string) => {
      this.chosen ??= name;
    },
  };

  constructor() {
    this.keys.keychain.trouble = "No keychain: it is not there.";
  }

  /** Adds a keychain. */
  withKeychain(): this {
    this.keys.keychain.trouble = undefined;
    return this;
  }

  /** All keys, wherever they are stored. */
  get keysByName(): ReadonlyMap<string, string> {
    return new Map([...this.keys.file.byName, ...this.keys.keychain.byName]);
  }

  with(environment: Environment, key: string, storage: Storage = "file"): this {
    this.stored.set(environment.name, { ...environment, storage });
    this.keys[storage].byName.set(environment.name, key);
    this.chosen ??= environment.name;
    return this;
  }
}

/** An in-memory history. It can be told to fail on write or on read. */
export class FakeHistory implements History {
  readonly entries: Entry[] = [];
  trouble: string | undefined;
  readTrouble: string | undefined;

  with(...entries: readonly Entry[]): this {
    this.entries.push(...entries);
    return this;
  }

  async append(entry: Entry): Promise<void> {
    if (this.trouble !== undefined) throw new Error(this.trouble);
    this.entries.push(entry);
  }

  async read(): Promise<readonly Entry[]> {
    if (this.readTrouble !== undefined) throw new Error(this.readTrouble);
    return this.entries;
  }

  latest(): Promise<readonly Entry[]> {
    return this.read();
  }
}

type Check = (answer: string) => true | string;

/** Instead of an answer: Ctrl-C, or a closed terminal. */
export const CTRL_C = { key: "Ctrl-C" } as const;

type Answer = string | boolean | typeof CTRL_C;

/** A user with prepared answers. Too many or too few questions are an error. */
class Person implements Prompts {
  readonly available = true;
  readonly questions: string[] = [];
  readonly #answers: Answer[];

  constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  async confirm(question: string, byDefault: boolean): Promise<boolean> {
    this.questions.push(`${question} (${byDefault ? "Y/n" : "y/N"})`);
    return this.#next() === true;
  }

  async choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T> {
    this.questions.push(`${question} [${choices.map(({ name }) => name).join(" | ")}]`);
    const answer = this.#next();
    const choice = choices.find(({ name }) => name === answer);
    if (!choice) throw new Error(`"${answer}" is not among the choices of: ${this.questions.at(-1)}`);
    return choice.value;
  }

  async ask(question: string, byDefault: string | undefined, check: Check): Promise<string> {
    return this.#accepted(byDefault === undefined ? question : `${question} (${byDefault})`, check);
  }

  async askSecret(question: string, check: Check): Promise<string> {
    return this.#accepted(question, check);
  }

  unseen<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** Asks again, with the error, until an answer is accepted. */
  #accepted(question: string, check: Check): string {
    this.questions.push(question);
    const answer = String(this.#next());
    const verdict = check(answer);
    return verdict === true ? answer : this.#accepted(verdict, check);
  }

  get unused(): number {
    return this.#answers.length;
  }

  #next(): string | boolean {
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`Nobody answers: ${this.questions.at(-1)}`);
    if (typeof answer === "object") throw new Failure("interrupted", "Cancelled.");
    return answer;
  }
}

export interface Scene {
  readonly workos?: FakeWorkos;
  readonly settings?: FakeSettings;
  readonly history?: FakeHistory;
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  readonly runtime?: { node: string; platform: string };
  /** The user's answers at the terminal, in order. */
  readonly answers?: readonly Answer[];
  /** Files on the disk, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Runs each time the program waits, after the fake clock has moved on. */
  readonly onSleep?: () => void;
  readonly newerVersion?: string;
  readonly clipboard?: Copied;
  readonly clipboardProgram?: ClipboardWays["system"];
  readonly browserOpens?: boolean;
}

export type View = "terminal" | "pipe" | "json";

export interface Seen {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly questions: readonly string[];
  readonly copied: readonly string[];
  readonly opened: readonly string[];
  readonly accessed: readonly ApiOptions[];
  /** The history, oldest first. */
  readonly recorded: readonly Entry[];
}

/** 2026-11-23 14:30:12 UTC. The tests run in that time zone. */
const NOW = new Date("2026-11-23T14:30:12.000Z");

export function staging(): FakeSettings {
  return new FakeSettings().with({ name: "staging", kind: "test" }, "sk_test_0123456789abcdef");
}

export function production(): FakeSettings {
  return new FakeSettings().with({ name: "production", kind: "live" }, "sk_live_0123456789abcdef");
}

/** Runs the real `main` with a fake system: at a terminal, through a pipe, or with `--json`. */
export async function see(view: View, argv: readonly string[], scene: Scene = {}): Promise<Seen> {
  const tty = view === "terminal";
  const stdout = new Sink(tty);
  const stderr = new Sink(tty);
  const person = new Person(scene.answers ?? []);
  const copied: string[] = [];
  const opened: string[] = [];
  const accessed: ApiOptions[] = [];
  let time = NOW.getTime();
  const history = scene.history ?? new FakeHistory();
  const workos = scene.workos ?? new FakeWorkos();
  const system: System = {
    env: { NO_COLOR: "1", ...scene.env },
    runtime: scene.runtime ?? { node: "24.0.0", platform: "linux" },
    stdin: Object.assign(scene.stdin === undefined ? new PassThrough() : Readable.from([scene.stdin]), {
      isTTY: tty,
    }),
    stdout,
    stderr,
    openClipboard: () => ({
      copy: async (value) => {
        copied.push(value);
        return scene.clipboard ?? "copied";
      },
      check: async () => ({
        system: scene.clipboardProgram ?? { program: "xsel" },
        terminal: true,
      }),
    }),
    openBrowser: () => ({
      open: async (url) => {
        opened.push(url);
        return scene.browserOpens === false ? { reason: "xdg-open exited with code 3" } : "opened";
      },
    }),
    files: {
      read: async (path) => {
        const content = scene.files?.[path];
        if (content === undefined) throw Object.assign(new Error(`no file ${path}`), { code: "ENOENT" });
        return content;
      },
    },
    openSettings: async () => scene.settings ?? staging(),
    readEnvironments: async () => (scene.settings ?? staging()).environments.list(),
    openHistory: () => history,
    openUpdates: async () => ({ versionToAnnounce: async () => scene.newerVersion }),
    openApi: async (access) => {
      accessed.push(access);
      return workos;
    },
    openSpinner: (palette) =>
      createSpinner({ stream: stderr, palette, hold: () => ({ suspend: () => {}, release: () => {} }) }),
    openPrompts: () => person,
    now: () => new Date(time),
    elapsed: () => time,
    sleep: async (milliseconds) => {
      time += milliseconds;
      scene.onSleep?.();
    },
    onInterrupt: () => () => {},
  };
  const exit = await main(view === "json" ? [...argv, "--json"] : argv, system);
  if (person.unused > 0) throw new Error(`${person.unused} answers were not asked for`);
  return {
    stdout: stdout.written,
    stderr: stderr.written,
    exit,
    questions: person.questions,
    copied,
    opened,
    accessed,
    recorded: history.entries,
  };
}
