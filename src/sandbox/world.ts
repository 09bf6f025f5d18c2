/** What no source settles about WorkOS. Tests run with each, both ways. */
export interface World {
  /** Recorded: a repeated key gets the first answer (workos-ruby cassettes, 2022). */
  readonly organizationKeys: "honored" | "ignored";
  /** On every other POST. Nothing says that they are honored. */
  readonly otherKeys: "honored" | "ignored";
  /** IT contacts: one page as SDK 11 reads it, or pages with list_metadata.after. */
  readonly contactLists: "one page" | "pages";
  /** By whose id an invitation can be revoked; where it can't, it is 404. */
  readonly revoking: "by the invited contact" | "by any contact";
  /** A domain that another organization holds. Documented: allowed; a 409 was recorded in 2020. */
  readonly heldDomains: "allowed" | "refused";
  /** Milliseconds that lists are behind writes. Reads by id are current, and so are events. */
  readonly listDelay: number;
  /** How often a portal link opens within its five minutes. */
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
