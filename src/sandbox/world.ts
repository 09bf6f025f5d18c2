/** WorkOS behavior that no source settles. Tests run with every variant. */
export interface World {
  /** Recorded: a repeated key gets the first response (workos-ruby cassettes, 2022). */
  readonly organizationKeys: "honored" | "ignored";
  /** For every other POST. No source says that keys are honored. */
  readonly otherKeys: "honored" | "ignored";
  /** Lists of IT contacts: one page, as SDK 11 reads them, or pages with `list_metadata.after`. */
  readonly contactLists: "one page" | "pages";
  /** Which contact's id revokes an invitation. Others are 404. */
  readonly revoking: "by the invited contact" | "by any contact";
  /** Adding another organization's domain. Documented: allowed. Recorded in 2020: 409. */
  readonly heldDomains: "allowed" | "refused";
  /** Milliseconds until a write shows in lists. Reads by id and events have no delay. */
  readonly listDelay: number;
  /** How often a portal link can be opened before it expires. */
  readonly portalLinkOpenings: "any" | "one";
}

export const DEFAULT_WORLD: World = {
  organizationKeys: "honored",
  otherKeys: "ignored",
  contactLists: "one page",
  revoking: "by the invited contact",
  heldDomains: "allowed",
  listDelay: 0,
  portalLinkOpenings: "one",
};
