import type { DirectoryType } from "../model.ts";

export interface DirectoryProvider {
  readonly slug: string;
  readonly name: string;
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
    description: "Google Directory API",
    directoryType: "gsuite directory",
  },
  {
    slug: "other",
    name: "SCIM 2.0",
    label: "Another directory",
    description: "Any directory that supports SCIM 2.0",
    directoryType: "generic scim v2.0",
  },
];
