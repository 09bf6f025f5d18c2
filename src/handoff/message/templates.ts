import type { Template } from "./template.ts";

/** Goes beside an invitation that WorkOS emails: announces it, so that it is expected and not taken for a fraud. */
export const COVER_NOTE = `Subject: Setting up {{purpose}} between {{organization}} and us

Hi{{#name}} {{name}}{{/name}},

you will shortly get an email with a link to set up {{purpose}} between {{organization}} and us. WorkOS, the service we use for sign-in, sends it for us{{#address}} to {{address}}{{/address}}.

What to have at hand:
{{#preparations}}
- {{.}}
{{/preparations}}

How to recognise it: it comes from WorkOS, its link begins with https://, and it asks for none of your passwords. You need not open it at once, and you can come back to it until the setup is complete. If anything about it looks odd, ask me before you open it.

I am here if you get stuck.
` as Template;

/** Carries a portal link to somebody who reads it now. */
export const LINK_MESSAGE = `Subject: Your link to set up {{purpose}} for {{organization}}

Hi{{#name}} {{name}}{{/name}},

here is your link to set up {{purpose}} between {{organization}} and us:

{{link}}

It stops working at {{worksUntil}}, {{minutes}} minutes after I made it, and probably after one opening: please open it now, in the browser you will work in. If it has stopped working, tell me, and I make a new one at once.

What to have at hand:
{{#preparations}}
- {{.}}
{{/preparations}}

Please do not forward it: whoever has it can set up the sign-in of {{organization}}.
` as Template;
