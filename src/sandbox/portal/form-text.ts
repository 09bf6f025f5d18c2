import type { Context } from "hono";

/** A field of a sent form without the space around it; empty where it was not sent, is a file, or can't be read. */
export async function formText(context: Context, name: string): Promise<string> {
  // Rejects only for a body that is not the form it claims to be, which no page of ours sends.
  const fields = await context.req.parseBody().catch(() => ({}) as Record<string, never>);
  const value: unknown = fields[name];
  return typeof value === "string" ? value.trim() : "";
}
