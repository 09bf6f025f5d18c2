/** News of the program itself. */
export interface Updates {
  /**
   * The newer version to tell of now, if there is one. Never waits for a network.
   *
   * @throws where the settings folder cannot be written; nobody needs to hear of it
   */
  news(installed: string): Promise<string | undefined>;
}

/** For whoever wants none. */
export const noUpdates: Updates = { news: async () => undefined };
