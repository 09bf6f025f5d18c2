/** The commands of ssoctl, as completion sees them. */
export interface CommandTree {
  readonly root: CommandNode;
  /** The topics of `ssoctl help`. */
  readonly topics: readonly string[];
}

/** Independent of the library that declares the commands. */
export interface CommandNode {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandNode[];
  /** Including the global flags. */
  readonly flags: readonly Flag[];
  readonly parameters: readonly Parameter[];
}

/** A positional argument, such as `<customer>`. */
export interface Parameter {
  readonly name: string;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly word: string;
  /** Empty if the word explains itself. */
  readonly summary: string;
}

export interface Flag {
  /** `--intent`. */
  readonly long: string;
  readonly short?: string;
  readonly summary: string;
  /** The option that it sets. `--copy` and `--no-copy` set the same one. */
  readonly option: string;
  readonly value: "none" | "optional" | "required";
  /** The name of its value: `file`, `name`. */
  readonly placeholder: string;
  readonly choices: readonly Choice[];
}
