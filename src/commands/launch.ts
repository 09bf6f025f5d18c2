import type { Command } from "commander";
import type { Context } from "../context.ts";

/** Runs a command's work with a context made for its flags. `main` provides it. */
export type Launch = (command: Command, work: (context: Context) => Promise<void>) => Promise<void>;

/** Adds a command to its noun, or to the program where it is one word. */
export type Register = (noun: Command, launch: Launch) => Command;
