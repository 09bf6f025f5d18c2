export interface Browser {
  /** @returns whether a program was started to show the page */
  open(url: string): Promise<boolean>;
}

interface Desktop {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function desktopBrowser({ platform, env }: Desktop): Browser {
  const isWsl = Boolean(env["WSL_DISTRO_NAME"]);
  const hasDesktop = platform !== "linux" || isWsl || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
  return {
    async open(url) {
      if (!hasDesktop) return false;
      const { default: open } = await import("open");
      return open(url).then(
        () => true,
        () => false,
      );
    },
  };
}
