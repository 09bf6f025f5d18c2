import type { ConnectionType } from "../model.ts";

/** An identity provider as the portal explains it. */
export interface SsoProvider {
  /** As in the address of its page. */
  readonly slug: string;
  readonly name: string;
  /** What it is chosen by. */
  readonly offer: string;
  readonly description: string;
  readonly connectionType: ConnectionType;
  /** What to do at the provider, before the values are copied. */
  readonly guide: readonly string[];
  /** What the provider calls the two values it is given. */
  readonly acsLabel: string;
  readonly entityLabel: string;
  /** What it gives back, an address that is filled in with a sample. */
  readonly answerLabel: string;
  readonly answerHint: string;
  readonly answerSample: string;
}

export const SSO_PROVIDERS: readonly SsoProvider[] = [
  {
    slug: "okta",
    name: "Okta",
    offer: "Okta",
    description: "Okta Workforce Identity, SAML",
    connectionType: "OktaSAML",
    guide: [
      "In the Okta admin console, open Applications and choose Create App Integration, SAML 2.0.",
      "Under Configure SAML, enter the two values below.",
      "Assign the app to the people who may sign in.",
    ],
    acsLabel: "Single sign-on URL",
    entityLabel: "Audience URI (SP Entity ID)",
    answerLabel: "Metadata URL",
    answerHint: "On the app's Sign On tab, under SAML Signing Certificates: Identity Provider metadata.",
    answerSample: "https://acme.okta.example/app/exk1a2b3c4/sso/saml/metadata",
  },
  {
    slug: "entra",
    name: "Microsoft Entra ID",
    offer: "Microsoft Entra ID",
    description: "Formerly Azure AD, SAML",
    connectionType: "AzureSAML",
    guide: [
      "In the Entra admin center, open Enterprise applications and create an application of your own.",
      "Choose Single sign-on, SAML, and enter the two values below under Basic SAML Configuration.",
      "Assign users and groups to the application.",
    ],
    acsLabel: "Reply URL (Assertion Consumer Service URL)",
    entityLabel: "Identifier (Entity ID)",
    answerLabel: "App Federation Metadata URL",
    answerHint: "Under SAML Certificates on the same page.",
    answerSample:
      "https://login.microsoftonline.example/0f3c/federationmetadata/2007-06/federationmetadata.xml",
  },
  {
    slug: "google",
    name: "Google Workspace",
    offer: "Google Workspace",
    description: "A custom SAML app",
    connectionType: "GoogleSAML",
    guide: [
      "In the Google Admin console, open Apps, Web and mobile apps, and add a custom SAML app.",
      "Under Service provider details, enter the two values below.",
      "Turn the app on for your organizational units.",
    ],
    acsLabel: "ACS URL",
    entityLabel: "Entity ID",
    answerLabel: "SSO URL",
    answerHint: "Under Google Identity Provider details.",
    answerSample: "https://accounts.google.example/o/saml2/idp?idpid=C01a2b3c4",
  },
  {
    slug: "other",
    name: "SAML 2.0",
    offer: "Another provider",
    description: "Anything that speaks SAML 2.0",
    connectionType: "GenericSAML",
    guide: [
      "At your identity provider, create an application for SAML 2.0.",
      "Give it the two values below, and let people sign in with their email address as NameID.",
    ],
    acsLabel: "ACS URL",
    entityLabel: "SP Entity ID",
    answerLabel: "Metadata URL",
    answerHint: "The address at which your provider publishes its SAML metadata.",
    answerSample: "https://idp.acme.example/saml/metadata",
  },
];
