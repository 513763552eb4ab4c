import { type Connection, quoted } from './connection.ts';

/** How a person points the usual clients at the sandbox: commands to be copied as they stand. */
export function instructions({ url, caFile, envFile, cloudFile, directoryId, proxyUrl }: Connection): string {
  const { host, port } = new URL(url);
  const login = `az login --service-principal -u "$ARM_CLIENT_ID" -p "$ARM_CLIENT_SECRET" --tenant ${directoryId}`;
  return `[sandbox] The simulator answers at ${url}, to a browser too. Nothing here is Azure. Ctrl-C ends it.

Gotthard, in this folder:
  gotthard plan --cloud ${url}

Azure CLI, as a cloud of its own, with a configuration of its own:
  . ${quoted(envFile)}
  az cloud register -n gotthard --cloud-config @${quoted(cloudFile)}
  az cloud set -n gotthard
  ${login}

Azure CLI and others under Azure's own names, through a proxy that leads nowhere but here:
  . ${quoted(envFile)}
  export HTTPS_PROXY=${proxyUrl} AZURE_CONFIG_DIR="$AZURE_CONFIG_DIR-proxy"
  unset ARM_METADATA_HOSTNAME
  ${login}

Terraform (azurerm), after the same environment file; read in its source, never run here:
  provider "azurerm" {
    features {}
    metadata_host                   = "${host}"
    resource_provider_registrations = "none"
  }

Azure PowerShell, which trusts what this machine trusts (${caFile}); read in its source, never run here:
  $c = Get-Content ${quoted(envFile.replace(/[^/]+$/, 'serve.json'))} | ConvertFrom-Json
  Disable-AzContextAutosave -Scope Process
  Add-AzEnvironment -Name gotthard -ResourceManagerUrl $c.url -ActiveDirectoryAuthority "$($c.url)/adfs/" \`
    -EnableAdfsAuthentication -ActiveDirectoryServiceEndpointResourceId $c.url -GraphEndpointResourceId $c.url \`
    -GraphUrl $c.url -AzureKeyVaultDnsSuffix vault.localhost:${port} -AzureKeyVaultServiceEndpointResourceId $c.url
  Connect-AzAccount -Environment gotthard -ServicePrincipal -Tenant $c.directoryId -Credential ([pscredential]::new(
    $c.clientId, (ConvertTo-SecureString $c.clientSecret -AsPlainText -Force)))
`;
}
