import { Hono } from "hono";
import { html } from "hono/html";
import { addDirectory, directoriesOf, setDirectoryState } from "../api/directories.ts";
import type { Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import { choices, formText, portalPage, type Visit, type VisitEnv } from "./context.ts";
import { DIRECTORY_PROVIDERS, type DirectoryProvider } from "./directory-providers.ts";
import { sessionPath } from "./session.ts";
import { directorySettings, endCompletedInvitation, linkedDirectory } from "./steps.ts";

/** The step in which the IT admin links the company's directory: in the sandbox one choice, and it is linked. */
export function directoryPages(state: SandboxState): Hono<VisitEnv> {
  const pages = new Hono<VisitEnv>();

  pages.get("/", (context) => {
    const { visit } = context.var;
    const linked = linkedDirectory(state, visit.session.organizationId);
    return context.html(linked ? settingsPage(visit, directorySettings(linked)) : choosePage(visit));
  });

  pages.post("/", async (context) => {
    const { visit } = context.var;
    const { session } = visit;
    const slug = await formText(context, "provider");
    const provider = DIRECTORY_PROVIDERS.find((known) => known.slug === slug);
    if (provider === undefined || linkedDirectory(state, session.organizationId)) {
      return context.redirect(sessionPath(session, "directory"), 303);
    }
    link(state, visit, provider);
    endCompletedInvitation(state, session.organizationId);
    return context.redirect(sessionPath(session, "done"), 303);
  });

  return pages;
}

function link(
  state: SandboxState,
  { organization }: Visit,
  { directoryType: type }: DirectoryProvider,
): void {
  const begun = directoriesOf(state, organization.id).find(
    (directory) => directory.type === type && directory.state !== "deleting",
  );
  if (begun) setDirectoryState(state, begun, "linked");
  else addDirectory(state, organization.id, { type, name: organization.name, state: "linked" });
}

function choosePage(visit: Visit): Markup {
  return portalPage(visit, {
    title: "Choose your directory",
    content: html`<p class="soft">Which directory knows who joins, moves and leaves? In the sandbox, choosing links it.</p>
${choices(sessionPath(visit.session, "directory"), DIRECTORY_PROVIDERS)}`,
  });
}

function settingsPage(visit: Visit, settings: Markup): Markup {
  return portalPage(visit, {
    title: "Directory Sync settings",
    content: html`<p>Your directory is linked. Nothing is left to do.</p>
${settings}`,
  });
}
