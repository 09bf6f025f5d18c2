/** Packages in CommonJS ask for Node's own modules by `require`, which a module does not have. */
export const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";
