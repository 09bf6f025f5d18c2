import type { SandboxState } from "../../../src/sandbox/state.ts";

interface Invited {
  readonly id: string;
  readonly email: string;
}

/** What WorkOS holds, as far as the program says anything about it. */
export interface Facts {
  /** Ids. */
  readonly organizations: readonly string[];
  /** Addresses. */
  readonly contacts: readonly string[];
  /** The invitations whose setup link works. */
  readonly invitations: readonly Invited[];
  readonly links: number;
}

export function factsOf({ organizations, itContacts, setupInvitations, portalLinks }: SandboxState): Facts {
  return {
    organizations: [...organizations.keys()],
    contacts: [...itContacts.values()].map(({ email }) => email),
    invitations: [...setupInvitations.values()]
      .filter(({ ended }) => ended === undefined)
      .map(({ id, email }) => ({ id, email })),
    links: portalLinks.size,
  };
}

type Holds = (before: Facts, after: Facts, named: string) => boolean;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Those of the first that are not among the second, by address. */
const without = (some: readonly Invited[], others: readonly Invited[]) =>
  some.filter(({ id }) => others.every((other) => other.id !== id)).map(({ email }) => email);

/** Words of the program that are a claim, and when each is true. A first group is whom or what it names. */
const CLAIMS: readonly (readonly [words: RegExp, holds: Holds])[] = [
  [/Nothing was changed/gu, (before, after) => same(before, after)],
  [
    /created [^()]+ \((org_\w+)\)/giu,
    (before, after, id) => after.organizations.includes(id) && !before.organizations.includes(id),
  ],
  [/created a portal link/gu, (before, after) => after.links > before.links],
  [
    /added (\S+@\S+) as IT contact/gu,
    (before, after, address) => after.contacts.includes(address) && !before.contacts.includes(address),
  ],
  [
    /(?:is emailing|had WorkOS email) (\S+)/gu,
    (before, after, address) => without(after.invitations, before.invitations).includes(address),
  ],
  [
    /revoked the setup link|setup link (?:of .* )?was revoked/gu,
    (before, after) => without(before.invitations, after.invitations).length > 0,
  ],
  [/has no active setup link/gu, (before, after) => same([before.invitations, after.invitations], [[], []])],
  [/already has an active setup link/gu, (before) => before.invitations.length > 0],
];

/** What was said and is not so. What is said to be unknown is no claim. */
export function falseClaims(said: string, before: Facts, after: Facts): string[] {
  const claimed = said.replaceAll(/Not known: whether .*/gu, "");
  return CLAIMS.flatMap(([words, holds]) =>
    [...claimed.matchAll(words)]
      .filter(([, named = ""]) => !holds(before, after, named))
      .map(([claim]) => `says "${claim}", which is not so`),
  );
}

/** What a run that failed has done and does not mention: whoever reads it must be able to go on from there. */
export function omissions(said: string, before: Facts, after: Facts): string[] {
  const failure = said.slice(said.indexOf("✖ "));
  const open = /Not known: whether (?<what>.*)/u.exec(failure)?.groups?.["what"] ?? "";
  const created = after.organizations.filter((id) => !before.organizations.includes(id));
  const added = after.contacts.filter((address) => !before.contacts.includes(address));
  return [
    ...created
      .filter((id) => !failure.includes(id) && !/ was created/u.test(open))
      .map(() => "created an organization"),
    ...(after.links > before.links && !failure.includes("a portal link") ? ["created a portal link"] : []),
    ...added.filter((address) => !failure.includes(address)).map((address) => `added ${address}`),
    ...without(after.invitations, before.invitations)
      .filter((address) => !new RegExp(`${address} was emailed|email ${address}`, "u").test(failure))
      .map((address) => `emailed ${address}`),
    ...without(before.invitations, after.invitations)
      .filter(() => !/revoked/u.test(failure))
      .map((address) => `revoked the setup link of ${address}`),
  ].map((what) => `${what}, and does not mention it`);
}
