import { checkApiVersion } from './api-version.ts';
import { ArmError } from './errors.ts';
import { modelOf, providerOf } from './models.ts';
import type { RouteModel, TypeModel } from './provider.ts';
import { isPublishedNamespace, namespaceVersions, publishedVersions } from './published.ts';

/**
 * The model of the type that a URL names; undefined for a type that is published but not modelled. Throws what
 * ARM answers for unknown namespaces, types and api-versions.
 */
export function findModel(type: string, version: string): TypeModel | undefined {
  const model = modelOf(type);
  const published = publishedVersions(type);
  if (model !== undefined) {
    checkApiVersion(version, [...(published ?? []), ...model.apiVersions], model.type);
    return model;
  }
  if (published !== undefined) {
    checkApiVersion(version, published, type);
    return undefined;
  }
  const namespace = type.slice(0, type.indexOf('/'));
  if (providerOf(namespace) === undefined && !isPublishedNamespace(namespace)) {
    throw new ArmError(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
  }
  const message = `The resource type '${type.slice(namespace.length + 1)}' could not be found in the namespace '${namespace}' for api version '${version}'.`;
  throw new ArmError(404, 'InvalidResourceType', message);
}

/** Refuses an api-version that a route's provider never had. Routes of Azure Resource Manager itself take any. */
export function checkRouteVersion({ pattern, apiVersions }: RouteModel, version: string): void {
  if (apiVersions.length === 0) return;
  const own = pattern.slice(pattern.lastIndexOf('/providers/') + '/providers/'.length).split('/');
  const type = own.filter((segment) => !segment.startsWith('{')).join('/');
  checkApiVersion(version, [...new Set([...namespaceVersions(own[0] ?? ''), ...apiVersions])].sort(), type);
}

/** The answer for types that Microsoft publishes and the sandbox does not know. */
export function notModelled(type: string): ArmError {
  return new ArmError(501, 'SandboxNotModelled', `The sandbox does not model ${type}. It exists on Azure.`);
}

/** Refuses a verb that the type does not have. */
export function checkVerb(model: TypeModel, verb: 'get' | 'list' | 'put' | 'patch' | 'delete'): void {
  if (model.verbs === undefined || model.verbs.includes(verb)) return;
  const message = `The requested resource of type '${model.type}' does not support this operation (${verb}).`;
  throw new ArmError(405, 'MethodNotAllowed', message, {
    headers: { allow: model.verbs.join(', ').toUpperCase() },
  });
}
