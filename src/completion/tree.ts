export interface CommandTree {
  readonly root: CommandNode;
  readonly topics: readonly string[];
}

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
  readonly summary: string;
}

export interface Flag {
  readonly long: string;
  readonly short?: string;
  readonly summary: string;
  /** The option that it sets. `--copy` and `--no-copy` set the same one. */
  readonly option: string;
  readonly value: "none" | "optional" | "required";
  readonly placeholder: string;
  readonly choices: readonly Choice[];
}
