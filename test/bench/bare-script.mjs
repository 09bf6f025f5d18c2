/** What anybody would write with the SDK alone: look the organization up, make its link, print it. */
import { WorkOS } from "@workos-inc/node";

const url = new URL(process.env.WORKOS_API_URL);
const workos = new WorkOS(process.env.WORKOS_API_KEY, {
  apiHostname: url.hostname,
  port: Number(url.port),
  https: false,
});
const { data } = await workos.organizations.listOrganizations({ domains: ["acme.com"] });
const { link } = await workos.adminPortal.generateLink({ organization: data[0].id, intent: "sso" });
console.log(link);
