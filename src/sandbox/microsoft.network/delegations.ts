/** Services that a subnet can be delegated to, as far as an AI estate meets them. */
const services = [
  'Microsoft.ApiManagement/service',
  'Microsoft.App/environments',
  'Microsoft.ContainerInstance/containerGroups',
  'Microsoft.Databricks/workspaces',
  'Microsoft.DBforPostgreSQL/flexibleServers',
  'Microsoft.Network/dnsResolvers',
  'Microsoft.Sql/managedInstances',
  'Microsoft.Web/hostingEnvironments',
  'Microsoft.Web/serverFarms',
];

/** Whether a service takes delegated subnets; casing does not matter. */
export function delegable(service: string): boolean {
  return services.some((one) => one.toLowerCase() === service.toLowerCase());
}
