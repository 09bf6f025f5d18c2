import { emit } from "../events/event.ts";
import { notFound } from "../http/errors.ts";
import { domainsOf } from "../organization-domains/organization-domain.ts";
import type { SandboxState } from "../state.ts";
import { directoryEventData } from "./answer.ts";

/** The values of `type` (OpenAPI document, `Directory`). */
export const DIRECTORY_TYPES = [
  "azure scim v2.0",
  "bamboohr",
  "breathe hr",
  "cezanne hr",
  "cyberark scim v2.0",
  "fourth hr",
  "generic scim v2.0",
  "gsuite directory",
  "hibob",
  "sailpoint scim v2.0",
  "jump cloud scim v2.0",
  "okta scim v2.0",
  "onelogin scim v2.0",
  "people hr",
  "personio",
  "pingfederate scim v2.0",
  "rippling scim v2.0",
  "s3",
  "sftp",
  "sftp workday",
  "workday",
] as const;

/** The API says `linked` for what the dashboard and events call active. */
export const DIRECTORY_STATES = [
  "linked",
  "validating",
  "invalid_credentials",
  "unlinked",
  "deleting",
] as const;

export type DirectoryType = (typeof DIRECTORY_TYPES)[number];
export type DirectoryState = (typeof DIRECTORY_STATES)[number];

export interface Directory {
  readonly id: string;
  readonly organizationId: string;
  readonly type: DirectoryType;
  /** Null in some answers (OpenAPI document 0.61). */
  readonly name: string | null;
  readonly externalKey: string;
  state: DirectoryState;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** Adds a directory. WorkOS's API can't: it comes to be in the Admin Portal or the dashboard. */
export function addDirectory(
  state: SandboxState,
  organizationId: string,
  members: { type: DirectoryType; name: string | null; state: DirectoryState },
): Directory {
  const now = state.now();
  const directory: Directory = {
    ...members,
    id: state.nextId("directory"),
    organizationId,
    externalKey: state.nextId("key"),
    createdAt: now,
    updatedAt: now,
  };
  state.directories.set(directory.id, directory);
  if (directory.state === "linked") announce(state, "activated", directory);
  return directory;
}

export function setDirectoryState(state: SandboxState, directory: Directory, next: DirectoryState): void {
  const previous = directory.state;
  if (previous === next) return;
  directory.state = next;
  directory.updatedAt = state.now();
  if (next === "linked") announce(state, "activated", directory);
  else if (previous === "linked") announce(state, "deactivated", directory);
}

export function directoriesOf(state: SandboxState, organizationId: string): Directory[] {
  return [...state.directories.values()].filter((directory) => directory.organizationId === organizationId);
}

/** The directory, or the 404 that WorkOS answers. */
export function directoryById(state: SandboxState, id: string): Directory {
  const directory = state.directories.get(id);
  if (directory === undefined) throw notFound("Directory", id);
  return directory;
}

export function removeDirectory(state: SandboxState, directory: Directory): void {
  state.directories.delete(directory.id);
  announce(state, "deleted", directory);
}

function announce(
  state: SandboxState,
  what: "activated" | "deactivated" | "deleted",
  directory: Directory,
): void {
  const domains = domainsOf(state, directory.organizationId);
  const data = directoryEventData(directory, domains);
  emit(state, `dsync.${what}`, directory.organizationId, data);
}
