/** A route as Hono holds it. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

const EVERY_ROUTE = "*";

/** Whether a fault's route is that of a request. */
export function covers(route: string, method: string, path: string): boolean {
  if (route === EVERY_ROUTE) return true;
  const asked = parse(route);
  return asked?.method === method && fits(asked.path, path);
}

/** Whether a fault's route can ever be that of a request: one that is mistyped would wait for it in vain. */
export function isAmong(routes: readonly Route[], route: string): boolean {
  if (route === EVERY_ROUTE) return true;
  const asked = parse(route);
  return routes.some(({ method, path }) => asked?.method === method && fits(path, asked.path));
}

function parse(route: string): Route | undefined {
  const [method, path, ...rest] = route.split(" ");
  return method && path?.startsWith("/") && rest.length === 0 ? { method, path } : undefined;
}

function fits(template: string, path: string): boolean {
  const expected = template.split("/");
  const given = path.split("/");
  return (
    expected.length === given.length &&
    expected.every((segment, index) =>
      segment.startsWith(":") ? given[index] !== "" : segment === given[index],
    )
  );
}
