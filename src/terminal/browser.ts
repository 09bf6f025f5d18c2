export interface Browser {
  /** Whether something was started that should show the page. */
  open(url: string): Promise<boolean>;
}

interface Desktop {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The desktop's browser. Whether it shows the page cannot be known; that there is no desktop can. */
export function desktopBrowser({ platform, env }: Desktop): Browser {
  const isWindowsBehind = Boolean(env["WSL_DISTRO_NAME"]);
  const isThere =
    platform !== "linux" || isWindowsBehind || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
  return {
    async open(url) {
      if (!isThere) return false;
      const { default: open } = await import("open");
      return open(url).then(
        () => true,
        () => false,
      );
    },
  };
}
