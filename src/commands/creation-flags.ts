import type { Command } from "commander";
import { Failure } from "../failure.ts";

/** The flags of every command that may have to make the customer's organization. */
export interface CreationFlags {
  readonly name?: string;
  /** False with `--no-create`. */
  readonly create: boolean;
  readonly strict?: boolean;
}

export function addCreationFlags(command: Command): Command {
  return command
    .option("--name <name>", "name for a new organization (default: from the domain)")
    .option("--no-create", "stop when the customer has no organization")
    .option(
      "--strict",
      "stop, instead of creating one, when there is one of that name or at a related domain",
    );
}

/** @throws Failure `usage` */
export function checkCreationFlags({ name }: CreationFlags): void {
  if (name?.trim() === "") throw new Failure("usage", "--name is empty.");
}
