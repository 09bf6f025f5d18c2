import type { Customer } from "../../handoff/customer.ts";
import type { Ensured } from "../../handoff/ensure.ts";
import type { Environment } from "../../settings/environment.ts";
import type { WorkosApi } from "../../workos/port.ts";

/** What is settled once a customer's organization is at hand. */
export interface Scene {
  readonly ensured: Ensured;
  readonly customer: Customer;
  readonly environment: Environment;
  readonly api: WorkosApi;
}
