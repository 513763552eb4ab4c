import { providers } from './catalogue.ts';
import type { RouteModel } from './provider.ts';

interface CompiledRoute {
  readonly route: RouteModel;
  readonly regexp: RegExp;
  readonly names: readonly string[];
}

const compiled: readonly CompiledRoute[] = providers.flatMap(({ routes }) => routes ?? []).map(compile);

function compile(route: RouteModel): CompiledRoute {
  const names: string[] = [];
  const source = route.pattern
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      const name = /^\{(\*?)(\w+)\}$/.exec(segment);
      if (name === null) return `/${segment.replace(/[.+?^$()|[\]\\]/g, '\\$&')}`;
      names.push(name[2] ?? '');
      return name[1] === '*' ? '(|/.+)' : '/([^/]+)';
    })
    .join('');
  return { route, names, regexp: new RegExp(`^${source}$`, 'i') };
}

/** A route that fits a call, with the values of its braces. */
export interface RouteMatch {
  readonly route: RouteModel;
  readonly parts: { readonly [name: string]: string };
}

/** The first route of the catalogue for a method and a cleaned path. */
export function matchRoute(method: string, path: string): RouteMatch | undefined {
  for (const { route, regexp, names } of compiled) {
    if (route.method !== method) continue;
    const found = regexp.exec(path);
    if (found === null) continue;
    return { route, parts: Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ''])) };
  }
  return undefined;
}

/** Fills a pattern's braces with the values of a match. */
export function fillPattern(pattern: string, parts: { readonly [name: string]: string }): string {
  return pattern.replace(/\{\*?(\w+)\}/g, (_, name: string) => parts[name] ?? '').replace(/\/+/g, '/');
}
