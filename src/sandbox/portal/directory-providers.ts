import type { DirectoryType } from "../model.ts";

/** A directory provider as the portal offers it. */
export interface DirectoryProvider {
  /** What the form sends. */
  readonly slug: string;
  readonly name: string;
  /** What it is chosen by. */
  readonly label: string;
  readonly description: string;
  readonly directoryType: DirectoryType;
}

export const DIRECTORY_PROVIDERS: readonly DirectoryProvider[] = [
  { slug: "okta", name: "Okta", label: "Okta", description: "SCIM 2.0", directoryType: "okta scim v2.0" },
  {
    slug: "entra",
    name: "Microsoft Entra ID",
    label: "Microsoft Entra ID",
    description: "SCIM 2.0",
    directoryType: "azure scim v2.0",
  },
  {
    slug: "google",
    name: "Google Workspace",
    label: "Google Workspace",
    description: "Google's own API",
    directoryType: "gsuite directory",
  },
  {
    slug: "other",
    name: "SCIM 2.0",
    label: "Another directory",
    description: "Anything that speaks SCIM 2.0",
    directoryType: "generic scim v2.0",
  },
];
