import type { ConnectionType } from "../model.ts";

/** An identity provider as the portal explains it. */
export interface SsoProvider {
  /** As in the address of its page. */
  readonly slug: string;
  readonly name: string;
  /** What it is chosen by. */
  readonly label: string;
  readonly description: string;
  readonly connectionType: ConnectionType;
  /** What to do at the provider, before the values are copied. */
  readonly instructions: readonly string[];
  /** What the provider calls the two values it is given. */
  readonly acsUrlLabel: string;
  readonly entityIdLabel: string;
  /** What it gives back, an address that is filled in with a sample. */
  readonly metadataLabel: string;
  readonly metadataHint: string;
  readonly metadataSample: string;
}

export const SSO_PROVIDERS: readonly SsoProvider[] = [
  {
    slug: "okta",
    name: "Okta",
    label: "Okta",
    description: "Okta Workforce Identity, SAML",
    connectionType: "OktaSAML",
    instructions: [
      "In the Okta admin console, open Applications and choose Create App Integration, SAML 2.0.",
      "Under Configure SAML, enter the two values below.",
      "Assign the app to the people who may sign in.",
    ],
    acsUrlLabel: "Single sign-on URL",
    entityIdLabel: "Audience URI (SP Entity ID)",
    metadataLabel: "Metadata URL",
    metadataHint: "On the app's Sign On tab, under SAML Signing Certificates: Identity Provider metadata.",
    metadataSample: "https://acme.okta.example/app/exk1a2b3c4/sso/saml/metadata",
  },
  {
    slug: "entra",
    name: "Microsoft Entra ID",
    label: "Microsoft Entra ID",
    description: "Formerly Azure AD, SAML",
    connectionType: "AzureSAML",
    instructions: [
      "In the Entra admin center, open Enterprise applications and create an application of your own.",
      "Choose Single sign-on, SAML, and enter the two values below under Basic SAML Configuration.",
      "Assign users and groups to the application.",
    ],
    acsUrlLabel: "Reply URL (Assertion Consumer Service URL)",
    entityIdLabel: "Identifier (Entity ID)",
    metadataLabel: "App Federation Metadata URL",
    metadataHint: "Under SAML Certificates on the same page.",
    metadataSample:
      "https://login.microsoftonline.example/0f3c/federationmetadata/2007-06/federationmetadata.xml",
  },
  {
    slug: "google",
    name: "Google Workspace",
    label: "Google Workspace",
    description: "A custom SAML app",
    connectionType: "GoogleSAML",
    instructions: [
      "In the Google Admin console, open Apps, Web and mobile apps, and add a custom SAML app.",
      "Under Service provider details, enter the two values below.",
      "Turn the app on for your organizational units.",
    ],
    acsUrlLabel: "ACS URL",
    entityIdLabel: "Entity ID",
    metadataLabel: "SSO URL",
    metadataHint: "Under Google Identity Provider details.",
    metadataSample: "https://accounts.google.example/o/saml2/idp?idpid=C01a2b3c4",
  },
  {
    slug: "other",
    name: "SAML 2.0",
    label: "Another provider",
    description: "Anything that speaks SAML 2.0",
    connectionType: "GenericSAML",
    instructions: [
      "At your identity provider, create an application for SAML 2.0.",
      "Give it the two values below, and let people sign in with their email address as NameID.",
    ],
    acsUrlLabel: "ACS URL",
    entityIdLabel: "SP Entity ID",
    metadataLabel: "Metadata URL",
    metadataHint: "The address at which your provider publishes its SAML metadata.",
    metadataSample: "https://idp.acme.example/saml/metadata",
  },
];
