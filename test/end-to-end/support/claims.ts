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
  [/Nothing was sent/gu, (before, after) => same(without(after.invitations, before.invitations), [])],
  [/Created|was created/gu, (before, after) => after.organizations.length > before.organizations.length],
  [/not created/giu, (before, after) => same(before.organizations, after.organizations)],
  [/no link was made/giu, (before, after) => before.links === after.links],
  [/Added as IT contact: (\S+?)[.,]? /gu, (_before, after, address) => after.contacts.includes(address)],
  [
    /is emailing (\S+)/gu,
    (before, after, address) => without(after.invitations, before.invitations).includes(address),
  ],
  [
    /(\S+@\S+) was not invited/gu,
    (before, after, address) => !without(after.invitations, before.invitations).includes(address),
  ],
  [/the new one was not sent/gu, (before, after) => same(without(after.invitations, before.invitations), [])],
  [
    /invitation,? of ([^\s,]+),? was ended/gu,
    (before, after, address) => without(before.invitations, after.invitations).includes(address),
  ],
  [/has no active invitation/gu, (before, after) => same([before.invitations, after.invitations], [[], []])],
];

/** What was said and is not so. What is said to be unknown is no claim. */
export function falseClaims(said: string, before: Facts, after: Facts): string[] {
  const claimed = said.replaceAll(/Whether .*? is not known\./gu, "");
  return CLAIMS.flatMap(([words, holds]) =>
    [...claimed.matchAll(words)]
      .filter(([, named = ""]) => !holds(before, after, named))
      .map(([claim]) => `says "${claim}", which is not so`),
  );
}

/** What a run that failed has done and does not mention: whoever reads it must be able to go on from there. */
export function omissions(said: string, before: Facts, after: Facts): string[] {
  const failure = said.slice(said.indexOf("✖ "));
  const created = after.organizations.filter((id) => !before.organizations.includes(id));
  const added = after.contacts.filter((address) => !before.contacts.includes(address));
  const isOpen = /Whether .* created is not known/u.test(failure);
  return [
    ...created.filter((id) => !isOpen && !failure.includes(id)).map(() => "created an organization"),
    ...added.filter((address) => !failure.includes(address)).map((address) => `added ${address}`),
    ...without(after.invitations, before.invitations)
      .filter(() => !/invited/u.test(failure))
      .map((address) => `invited ${address}`),
    ...without(before.invitations, after.invitations)
      .filter(() => !/ended|revoked/u.test(failure))
      .map((address) => `ended the invitation of ${address}`),
  ].map((what) => `${what}, and does not mention it`);
}
