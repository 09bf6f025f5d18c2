import type { ConnectionType } from "../model.ts";

export interface SsoProvider {
  readonly slug: string;
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly connectionType: ConnectionType;
  readonly instructions: readonly string[];
  /** The provider's names for the two values to copy. */
  readonly acsUrlLabel: string;
  readonly entityIdLabel: string;
  /** The provider's name for the URL to paste into the portal. */
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
      "In the Okta admin console, go to Applications, select Create App Integration, and select SAML 2.0.",
      "Under Configure SAML, enter the two values below.",
      "Assign the app to the people who need to sign in.",
    ],
    acsUrlLabel: "Single sign-on URL",
    entityIdLabel: "Audience URI (SP Entity ID)",
    metadataLabel: "Metadata URL",
    metadataHint: "On the app's Sign On tab, under SAML Signing Certificates.",
    metadataSample: "https://acme.okta.example/app/exk1a2b3c4/sso/saml/metadata",
  },
  {
    slug: "entra",
    name: "Microsoft Entra ID",
    label: "Microsoft Entra ID",
    description: "Formerly Azure AD, SAML",
    connectionType: "AzureSAML",
    instructions: [
      "In the Entra admin center, go to Enterprise applications and create your own application.",
      "Select Single sign-on, then SAML. Under Basic SAML Configuration, enter the two values below.",
      "Assign users and groups to the application.",
    ],
    acsUrlLabel: "Reply URL (Assertion Consumer Service URL)",
    entityIdLabel: "Identifier (Entity ID)",
    metadataLabel: "App Federation Metadata URL",
    metadataHint: "On the same page, under SAML Certificates.",
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
      "In the Google Admin console, go to Apps, then Web and mobile apps, and add a custom SAML app.",
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
    description: "Any identity provider that supports SAML 2.0",
    connectionType: "GenericSAML",
    instructions: [
      "In your identity provider, create a SAML 2.0 application.",
      "Enter the two values below, and use the email address as the NameID.",
    ],
    acsUrlLabel: "ACS URL",
    entityIdLabel: "SP Entity ID",
    metadataLabel: "Metadata URL",
    metadataHint: "The URL of your identity provider's SAML metadata.",
    metadataSample: "https://idp.acme.example/saml/metadata",
  },
];
