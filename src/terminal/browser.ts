export interface Browser {
  /** Whether something was started that should show the page. */
  open(url: string): Promise<boolean>;
}

/** The desktop's browser. */
export const desktopBrowser: Browser = {
  async open(url) {
    const { default: open } = await import("open");
    return open(url).then(
      () => true,
      () => false,
    );
  },
};
