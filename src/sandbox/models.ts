import { providers } from './catalogue.ts';
import type { ProviderModel, TypeModel } from './provider.ts';

const byNamespace = new Map(providers.map((provider) => [provider.namespace.toLowerCase(), provider]));
const byType = new Map(
  providers.flatMap((provider) => provider.types).map((model) => [model.type.toLowerCase(), model]),
);

/** The model of a type, by its name in any casing. */
export function modelOf(type: string): TypeModel | undefined {
  return byType.get(type.toLowerCase());
}

/** The model of a provider, by its namespace in any casing. */
export function providerOf(namespace: string): ProviderModel | undefined {
  return byNamespace.get(namespace.toLowerCase());
}

/** Code of the 400 for a body that does not fit a type. */
export function badBodyOf(model: TypeModel): string {
  const namespace = model.type.slice(0, model.type.indexOf('/'));
  return model.badBody ?? providerOf(namespace)?.badBody ?? 'InvalidRequestContent';
}

/** Every modelled type. */
export function allModels(): readonly TypeModel[] {
  return [...byType.values()];
}
