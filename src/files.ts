/** The few files that a person names. */
export interface Files {
  read(path: string): Promise<string>;
}

export const realFiles: Files = {
  // Loaded when a file is named, for every start would pay for it otherwise.
  read: async (path) => (await import("node:fs/promises")).readFile(path, "utf8"),
};
