/**
 * The arrows of the house, as rules: bin → main → cli → program → commands → ui → handoff → ports. Adapters know the ports and
 * their vendor package, never a command. CONTRIBUTING.md draws the same picture for people.
 */

/** `folder` may import from nothing in src but the listed places. */
const only = (name, folder, allowed) => ({
  name,
  severity: "error",
  from: { path: folder },
  to: { path: "^src/", pathNot: [folder, ...allowed] },
});

/** Each vendor package has one file that knows it. */
const vendor = (name, packages, files) => ({
  name: `one-door-for-${name}`,
  severity: "error",
  from: { path: "^src/", pathNot: files },
  to: { path: packages },
});

/** What anything may import: they import nothing but each other. */
const LEAVES = [
  "^src/failure\\.ts$",
  "^src/sanitize\\.ts$",
  "^src/urls\\.ts$",
  "^src/files\\.ts$",
  "^src/helper\\.ts$",
  "^src/environment-variables\\.ts$",
  "^src/command-line\\.ts$",
];
const PORTS = ["^src/workos/port\\.ts$", "^src/settings/settings\\.ts$"];

export default {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    only(
      "leaves-know-leaves",
      "^src/(failure|sanitize|urls|files|helper|environment-variables|command-line)\\.ts$",
      LEAVES,
    ),
    only("handoff-knows-ports", "^src/handoff/", [...LEAVES, ...PORTS]),
    only("workos-stands-alone", "^src/workos/", LEAVES),
    only("terminal-stands-alone", "^src/terminal/", LEAVES),
    only("settings-stand-alone", "^src/settings/", [...LEAVES, "^src/sandbox/address\\.ts$"]),
    only("journal-knows-the-port", "^src/journal\\.ts$", [
      ...LEAVES,
      "^src/handoff/(organization|recipient)\\.ts$",
      "^src/workos/port\\.ts$",
    ]),
    only("history-stands-alone", "^src/history/", [
      ...LEAVES,
      "^src/journal\\.ts$",
      "^src/settings/environment\\.ts$",
    ]),
    only("updates-stand-alone", "^src/updates/", LEAVES),
    only("completion-reads-the-history", "^src/completion/", [
      ...LEAVES,
      "^src/history/history\\.ts$",
      "^src/settings/environment\\.ts$",
    ]),
    only("sandbox-stands-alone", "^src/sandbox/", LEAVES),
    {
      name: "ui-knows-no-command",
      severity: "error",
      from: { path: "^src/ui/" },
      to: { path: "^src/commands/" },
    },
    {
      name: "commands-know-no-adapters",
      comment:
        "A command is given its ports by the context; the sandbox is a product of its own that two commands start.",
      severity: "error",
      from: { path: "^src/(commands|ui)/" },
      to: {
        path: "^src/(main|cli|program|system)\\.ts$|^src/workos/(?!port\\.ts)|^src/settings/(settings-file|settings-content|access|folder|keychain|keychain-child|with-lock|quick-read|open-settings|selection)\\.ts$|^src/history/(?!history\\.ts)",
      },
    },
    {
      name: "commands-are-siblings",
      comment: "What two commands share is in src/ui.",
      severity: "error",
      from: { path: "^src/commands/([^/]+)/" },
      to: { path: "^src/commands/([^/]+)/", pathNot: "^src/commands/$1/" },
    },
    {
      name: "bin-knows-main",
      severity: "error",
      from: { path: "^bin/" },
      to: { pathNot: "^dist/main\\.js$" },
    },
    {
      name: "main-is-light",
      comment: "Every start loads what main imports at once; completion has no time for more.",
      severity: "error",
      from: { path: "^src/main\\.ts$" },
      to: { dynamic: false, pathNot: "^src/(system|failure)\\.ts$" },
    },
    vendor("workos", "node_modules/@workos-inc/", "^src/workos/sdk\\.ts$"),
    vendor("tldts", "node_modules/tldts/", "^src/(handoff/domain\\.ts$|sandbox/)"),
    vendor("email-providers", "node_modules/email-providers/", "^src/handoff/known-domains\\.ts$"),
    vendor("mustache", "node_modules/mustache/", "^src/handoff/message\\.ts$"),
    vendor("ms", "node_modules/ms/", "^src/ui/wait\\.ts$"),
    vendor("chalk", "node_modules/chalk/", "^src/terminal/palette\\.ts$"),
    vendor("inquirer", "node_modules/inquirer/", "^src/terminal/prompts\\.ts$"),
    vendor("string-width", "node_modules/string-width/", "^src/terminal/layout\\.ts$"),
    vendor("ora", "node_modules/ora/", "^src/terminal/spinner\\.ts$"),
    vendor("atomically", "node_modules/atomically/", "^src/settings/settings-file\\.ts$"),
    vendor("momoa", "node_modules/@humanwhocodes/momoa/", "^src/settings/settings-content\\.ts$"),
    vendor("keyring", "node_modules/@napi-rs/", "^src/settings/keychain-child\\.ts$"),
    vendor("proper-lockfile", "node_modules/proper-lockfile/", "^src/settings/with-lock\\.ts$"),
    vendor("package-json", "node_modules/package-json/", "^src/updates/update-child\\.ts$"),
    vendor("semver", "node_modules/(@types/)?semver/", "^src/updates/version\\.ts$"),
    vendor("cross-spawn", "node_modules/(@types/)?cross-spawn/", "^src/command-runner\\.ts$"),
    vendor("leven", "node_modules/leven/", "^src/ui/options\\.ts$"),
    vendor("hono", "node_modules/(hono|@hono)/", "^src/sandbox/"),
    vendor("commander", "node_modules/commander/", "^src/(cli|program)\\.ts$|^src/(commands|ui)/"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
