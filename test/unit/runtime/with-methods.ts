/** A port of which some methods behave differently. */
export const withMethods = <Port extends object>(port: Port, methods: Partial<Port>): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const own = Reflect.get(target, name) as (...values: unknown[]) => unknown;
      return Reflect.get(methods, name) ?? own.bind(target);
    },
  });
