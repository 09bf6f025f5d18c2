/** All commands, in one part of the bundle: many small parts cost more to find and open than one costs to read. */
export { registerDemo } from "./demo.ts";
export { registerDoctor } from "./doctor.ts";
export { registerEnvAdd } from "./env/add.ts";
export { registerEnvList } from "./env/list.ts";
export { registerEnvRemove } from "./env/remove.ts";
export { registerEnvUse } from "./env/use.ts";
export { registerHelp } from "./help.ts";
export { registerHistory } from "./history.ts";
export { registerLinkCreate } from "./link/create.ts";
export { registerLinkEmail } from "./link/email.ts";
export { registerLinkRevoke } from "./link/revoke.ts";
export { registerOrgEnsure } from "./org/ensure.ts";
export { registerOrgStatus } from "./org/status.ts";
export { registerSandbox } from "./sandbox.ts";
