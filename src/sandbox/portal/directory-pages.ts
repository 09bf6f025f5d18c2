import { Hono } from "hono";
import { html } from "hono/html";
import { addDirectory, directoriesOf, setDirectoryState } from "../api/directories.ts";
import type { Markup } from "../pages/layout.ts";
import type { SandboxState } from "../state.ts";
import { DIRECTORY_PROVIDERS, type DirectoryProvider } from "./directory-providers.ts";
import type { PortalContext, PortalEnv } from "./portal-context.ts";
import { formText, portalPage, providerButtons } from "./portal-page.ts";
import { sessionPath } from "./session.ts";
import { completeInvitation, directorySettings, linkedDirectory } from "./steps.ts";

/** The Directory Sync step. In the sandbox, choosing a provider links it. */
export function directoryPages(state: SandboxState): Hono<PortalEnv> {
  const pages = new Hono<PortalEnv>();

  pages.get("/", (context) => {
    const { portal } = context.var;
    const linked = linkedDirectory(state, portal.session.organizationId);
    return context.html(linked ? settingsPage(portal, directorySettings(linked)) : choosePage(portal));
  });

  pages.post("/", async (context) => {
    const { portal } = context.var;
    const { session } = portal;
    const slug = await formText(context, "provider");
    const provider = DIRECTORY_PROVIDERS.find((known) => known.slug === slug);
    if (provider === undefined || linkedDirectory(state, session.organizationId)) {
      return context.redirect(sessionPath(session, "directory"), 303);
    }
    link(state, portal, provider);
    state.tell({ what: "linked", provider: provider.label, organization: portal.organization.name });
    completeInvitation(state, session.organizationId);
    return context.redirect(sessionPath(session, "done"), 303);
  });

  return pages;
}

function link(
  state: SandboxState,
  { organization }: PortalContext,
  { directoryType: type }: DirectoryProvider,
): void {
  const existing = directoriesOf(state, organization.id).find(
    (directory) => directory.type === type && directory.state !== "deleting",
  );
  if (existing) setDirectoryState(state, existing, "linked");
  else addDirectory(state, organization.id, { type, name: organization.name, state: "linked" });
}

function choosePage(portal: PortalContext): Markup {
  return portalPage(portal, {
    title: "Choose your directory",
    content: html`<p class="soft">Select the directory that your company manages users in. In the sandbox, this links it right away.</p>
${providerButtons(sessionPath(portal.session, "directory"), DIRECTORY_PROVIDERS)}`,
  });
}

function settingsPage(portal: PortalContext, settings: Markup): Markup {
  return portalPage(portal, {
    title: "Directory Sync settings",
    content: html`<p>Your directory is linked. There is nothing left to do.</p>
${settings}`,
  });
}
