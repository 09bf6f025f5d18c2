/** What completion knows of the program. */
export interface Known {
  readonly root: Tree;
  /** What `help` explains besides commands. */
  readonly topics: readonly string[];
}

/** A command as completion sees it, whatever library it was declared with. */
export interface Tree {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Tree[];
  /** Its own, and those that every command takes. */
  readonly flags: readonly Flag[];
  readonly parameters: readonly Parameter[];
}

/** What stands on the line without a flag: `<customer>`. */
export interface Parameter {
  readonly name: string;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly word: string;
  /** What it means; empty where the word says that. */
  readonly summary: string;
}

export interface Flag {
  /** `--intent`. */
  readonly long: string;
  readonly short?: string;
  readonly summary: string;
  /** What it is about: `--copy` and `--no-copy` are about the same thing. */
  readonly about: string;
  readonly value: "none" | "optional" | "required";
  /** What its value is called: `file`, `name`. */
  readonly placeholder: string;
  readonly choices: readonly Choice[];
}
