/** The one stable api-version of Microsoft.DataFactory (published types of 2026-08-20). */
export const factoryVersions = ['2018-06-01'] as const;

const factory = 'Microsoft.DataFactory/factories';

export const types = {
  factory,
  network: `${factory}/managedVirtualNetworks`,
  endpoint: `${factory}/managedVirtualNetworks/managedPrivateEndpoints`,
  runtime: `${factory}/integrationRuntimes`,
  linkedService: `${factory}/linkedservices`,
  dataset: `${factory}/datasets`,
  pipeline: `${factory}/pipelines`,
  connection: `${factory}/privateEndpointConnections`,
} as const;

/** Source: the published type's pattern. */
export const factoryName = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/;

/** Source: Microsoft, "Azure Data Factory - naming rules": no dashes in linked services and datasets. */
export const partName = /^[A-Za-z0-9_][^-<>*#.%&:\\+?/]*$/;

/** Pipelines may have dashes. */
export const pipelineName = /^[A-Za-z0-9_][^<>*#.%&:\\+?/]*$/;

/** Source: the published pattern of managed virtual networks and their endpoints. */
export const networkPartName = /^([_A-Za-z0-9]|([_A-Za-z0-9][-_A-Za-z0-9]{0,125}[_A-Za-z0-9]))$/;
