/** The only key the sandbox accepts. Not a secret: it works only for a sandbox on this machine. */
export const SANDBOX_API_KEY = "sk_test_sandbox";

export const SANDBOX_PORT = 4747;

export const SANDBOX_URL = "http://127.0.0.1:4747";
